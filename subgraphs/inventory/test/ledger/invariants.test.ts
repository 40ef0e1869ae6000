/** The changes that the database itself refuses, whatever the client. */
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { testInventory } from '../support/inventory.ts';

test('stock cannot be changed past the ledger', async () => {
  await using inventory = await testInventory();
  const { database } = inventory.deps;
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 5 });
  await expect(database.query('update stock_items set on_hand = 99')).rejects.toThrow(
    'by stock_movements only',
  );
  await expect(database.query('update stock_items set reserved = 1')).rejects.toThrow(
    'by stock_movements only',
  );
  const item = [newUuid(), newUuid(), await inventory.addWarehouse('HAM')];
  await expect(
    database.query(
      'insert into stock_items (id, product_id, warehouse_id, on_hand, updated_at) values ($1, $2, $3, 7, now())',
      item,
    ),
  ).rejects.toThrow('by stock_movements only');
  expect(await inventory.stockOf(product)).toEqual({ onHand: 5, reserved: 0 });
});

test('the ledger is append-only', async () => {
  await using inventory = await testInventory();
  const { database } = inventory.deps;
  await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 5 });
  for (const change of [
    'update stock_movements set on_hand_delta = 6',
    'delete from stock_movements',
    'truncate stock_movements',
  ]) {
    await expect(database.query(change)).rejects.toThrow('append-only');
  }
});

test.each([
  ['more reserved than there is', 0, 6, 5, 6],
  ['less than nothing on hand', -6, 0, -1, 0],
  ['less than nothing reserved', 0, -1, 5, -1],
])(
  'a movement that would leave %s is refused',
  async (_what, onHand, reserved, onHandAfter, reservedAfter) => {
    await using inventory = await testInventory();
    const { database } = inventory.deps;
    const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 5 });
    await expect(
      database.query(
        `insert into stock_movements (stock_item_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after, actor, at)
       select id, 'ADJUST', $1, $2, $3, $4, 'test', now() from stock_items`,
        [onHand, reserved, onHandAfter, reservedAfter],
      ),
    ).rejects.toThrow('never_oversold');
    expect(await inventory.stockOf(product)).toEqual({ onHand: 5, reserved: 0 });
  },
);

test('a movement with a wrong stock after it is refused', async () => {
  await using inventory = await testInventory();
  const { database } = inventory.deps;
  await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 5 });
  await expect(
    database.query(
      `insert into stock_movements (stock_item_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after, actor, at)
       select id, 'ADJUST', 1, 0, 7, 0, 'test', now() from stock_items`,
    ),
  ).rejects.toThrow('another stock after it');
});

test('an item that disagrees with its holds is found', async () => {
  await using inventory = await testInventory();
  const { database } = inventory.deps;
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 5 });
  await inventory.reserve({ [product]: 2 });
  expect(await inventory.findDisagreements()).toEqual([]);
  await database.query(`update reservations set status = 'RELEASED'`);
  expect(await inventory.findDisagreements()).toMatchObject([{ reserved: 2, ledgerReserved: 2, held: 0 }]);
});
