/** The sweep sleeps until something is due. */
import { silentLog } from '@holdfast/kit-base/log';
import { expect, test } from 'vitest';
import { setReorderThreshold } from '../src/lowStock/setReorderThreshold.ts';
import { MIN_TTL_SECONDS } from '../src/reservations/input.ts';
import { adjustStock } from '../src/stock/adjustStock.ts';
import { receiveStock } from '../src/stock/receiveStock.ts';
import { sweep } from '../src/sweep.ts';
import { buildStaffChange } from './support/builders.ts';
import { testInventory } from './support/inventory.ts';

/** Adds a product with 9 units. */
async function stocked() {
  const inventory = await testInventory();
  const warehouseId = await inventory.addWarehouse('BER');
  const productId = await inventory.addProduct({ [warehouseId]: 9 });
  return {
    ...inventory,
    change: buildStaffChange({ productId, warehouseId }),
    hold: (ttlSeconds: number) => inventory.hold({ [productId]: 1 }, undefined, ttlSeconds),
    sweep: () => sweep({ ...inventory.deps, log: silentLog }),
    reserved: async () => (await inventory.stockOf(productId)).reserved,
    [Symbol.asyncDispose]: () => inventory[Symbol.asyncDispose](),
  };
}

test('the next sweep is when the earliest hold is due, and each hold is seen before it is due', async () => {
  await using inventory = await stocked();
  const longest = await inventory.sweep();
  expect(longest, 'with no hold').toBeLessThan(MIN_TTL_SECONDS * 1_000);
  await inventory.hold(900);
  await inventory.hold(longest / 1_000 + 5);
  expect(await inventory.sweep()).toBe(longest);
  inventory.advance(longest / 1_000);
  expect(await inventory.sweep()).toBe(5_000);
  inventory.advance(4);
  expect(await inventory.sweep()).toBe(1_000);
  expect(await inventory.reserved()).toBe(2);
  inventory.advance(1);
  expect(await inventory.sweep(), 'the other hold is due much later').toBe(longest);
  expect(await inventory.reserved()).toBe(1);
});

test('a hold that another transaction is settling is looked at again within a second', async () => {
  await using inventory = await stocked();
  const { id } = await inventory.hold(30);
  inventory.advance(30);
  await inventory.deps.database.transaction(async (tx) => {
    await tx.query('select from reservations where id = $1 for update', [id]);
    expect(await inventory.sweep()).toBe(1_000);
  });
  await inventory.sweep();
  expect(await inventory.reserved()).toBe(0);
});

test('an alarm that waits for its hour is raised when the hour is over', async () => {
  await using inventory = await stocked();
  const { deps, change } = inventory;
  await setReorderThreshold(deps, { ...change, threshold: 4 });
  for (let n = 0; n < 4; n++) {
    await adjustStock(deps, { ...change, delta: -5 });
    if (n < 3) await receiveStock(deps, { ...change, quantity: 5 });
  }
  const alarms = async () =>
    (await inventory.takeEvents()).filter(({ type }) => type === 'holdfast.StockLow.v1').length;
  expect(await alarms()).toBe(3);
  inventory.advance(3_597);
  expect(await inventory.sweep()).toBe(3_000);
  expect(await alarms()).toBe(0);
  inventory.advance(3);
  await inventory.sweep();
  expect(await alarms()).toBe(1);
});
