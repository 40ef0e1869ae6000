/** Commands that wait while the database makes no progress. */
import { codeOf } from '@holdfast/kit-base/errors';
import { expect, test } from 'vitest';
import { type Inventory, testInventory } from '../../support/inventory.ts';
import { pauseTransaction, untilLockWaits } from '../../support/lockWaits.ts';

/** Locks all stock items until it is released. */
const lockStock = ({ deps }: Inventory) =>
  pauseTransaction(deps.database, (tx) => tx.query('select from stock_items for update'));

test('a command that waited past its deadline fails with SUBGRAPH_TIMEOUT and is not run', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 9 });
  const stock = await lockStock(inventory);
  const first = inventory.reserve({ [product]: 1 });
  await untilLockWaits(inventory.deps.database, 1);
  const late = inventory.reserve({ [product]: 2 }, 'late');
  const refused = expect(late).rejects.toSatisfy((error) => codeOf(error) === 'SUBGRAPH_TIMEOUT');
  inventory.advance(2);
  await stock.release();
  expect((await first).kind).toBe('reserved');
  await refused;
  expect(await inventory.stockOf(product)).toEqual({ onHand: 9, reserved: 1 });
  expect((await inventory.reserve({ [product]: 3 }, 'late')).kind).toBe('reserved');
});

test('a connection that breaks in the middle of a batch leaves nothing of it done, and each command may be retried', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 9 });
  const { id } = await inventory.hold({ [product]: 1 }, 'held');
  const stock = await lockStock(inventory);
  const group = () => [
    inventory.reserve({ [product]: 2 }, 'a'),
    inventory.settle(id, 'CONFIRM'),
    inventory.reserve({ [product]: 3 }, 'b'),
  ];
  const settled = Promise.allSettled(group());
  const [pid] = await untilLockWaits(inventory.deps.database, 1);
  await inventory.deps.database.query('select pg_terminate_backend($1)', [pid]);
  await stock.release();
  // The batch that reserves was running; the confirmation waited behind it.
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
  expect(await inventory.stockOf(product)).toEqual({ onHand: 8, reserved: 0 });
  await Promise.all(group());
  expect(await inventory.stockOf(product)).toEqual({ onHand: 8, reserved: 5 });
  expect(await inventory.findDisagreements()).toEqual([]);
});
