/** What becomes of commands that wait when the database does not go on. */
import { codeOf } from '@holdfast/kit/errors';
import { expect, test } from 'vitest';
import { type Inventory, testInventory } from '../../support/inventory.ts';

/** Locks all stock items, until it is told to go on. */
async function lockStock({ deps }: Inventory) {
  const locked = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const done = deps.database.transaction(async (tx) => {
    await tx.query('select from stock_items for update');
    locked.resolve();
    await goOn.promise;
  });
  await locked.promise;
  return {
    release: async () => {
      goOn.resolve();
      await done;
    },
  };
}

/** Waits until a connection to the database waits for a lock. @returns the id of its server process. */
async function waitForLock({ deps }: Inventory): Promise<number> {
  for (;;) {
    const { rows } = await deps.database.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows[0]) return rows[0].pid;
  }
}

test('what waited longer than anybody waits for it is SUBGRAPH_TIMEOUT, and is not done', async () => {
  await using inventory = await testInventory();
  const product = await inventory.product({ [await inventory.warehouse('BER')]: 9 });
  const stock = await lockStock(inventory);
  const first = inventory.reserve({ [product]: 1 });
  await waitForLock(inventory);
  const late = inventory.reserve({ [product]: 2 }, 'late');
  const refused = expect(late).rejects.toSatisfy((error) => codeOf(error) === 'SUBGRAPH_TIMEOUT');
  inventory.pass(2);
  await stock.release();
  expect((await first).kind).toBe('reserved');
  await refused;
  expect(await inventory.stockOf(product)).toEqual({ onHand: 9, reserved: 1 });
  expect((await inventory.reserve({ [product]: 3 }, 'late')).kind).toBe('reserved');
});

test('when the connection breaks in the middle of a group nothing of it is done, and each may ask again', async () => {
  await using inventory = await testInventory();
  const product = await inventory.product({ [await inventory.warehouse('BER')]: 9 });
  const held = await inventory.reserve({ [product]: 1 }, 'held');
  const id = held.kind === 'reserved' ? held.reservation.id : '';
  const stock = await lockStock(inventory);
  const group = () => [
    inventory.reserve({ [product]: 2 }, 'a'),
    inventory.settle(id, 'CONFIRM'),
    inventory.reserve({ [product]: 3 }, 'b'),
  ];
  const settled = Promise.allSettled(group());
  await inventory.deps.database.query('select pg_terminate_backend($1)', [await waitForLock(inventory)]);
  await stock.release();
  // What reserves was under way; what confirms waited behind it.
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
  expect(await inventory.stockOf(product)).toEqual({ onHand: 8, reserved: 0 });
  await Promise.all(group());
  expect(await inventory.stockOf(product)).toEqual({ onHand: 8, reserved: 5 });
  expect(await inventory.disagreements()).toEqual([]);
});
