/** The low-stock alarms: sales and removals raise them, once per fall and at most so often an hour. */
import { expect, test } from 'vitest';
import { raiseDueAlarms } from '../../src/lowStock/raiseDueAlarms.ts';
import { setReorderThreshold } from '../../src/lowStock/setReorderThreshold.ts';
import { createCommandQueue } from '../../src/reservations/commandQueue/commandQueue.ts';
import { reserveStock } from '../../src/reservations/reserveStock.ts';
import { settleReservation } from '../../src/reservations/settleReservation.ts';
import { adjustStock } from '../../src/stock/adjustStock.ts';
import { receiveStock } from '../../src/stock/receiveStock.ts';
import { transferStock } from '../../src/stock/transferStock.ts';
import { buildReserveStock, buildSettleReservation, buildStaffChange } from '../support/builders.ts';
import { testInventory } from '../support/inventory.ts';

/**
 * Adds a product with the same threshold in each of some warehouses.
 * @param units by the warehouse's code.
 */
async function stocked(units: Readonly<Record<string, number>>, threshold: number) {
  const inventory = await testInventory();
  const { deps } = inventory;
  const ids: Record<string, string> = {};
  for (const code of Object.keys(units)) ids[code] = await inventory.addWarehouse(code);
  const productId = await inventory.addProduct(
    Object.fromEntries(Object.entries(units).map(([code, quantity]) => [ids[code]!, quantity])),
  );
  const at = (code = 'BER') => buildStaffChange({ productId, warehouseId: ids[code]! });
  const setThreshold = (to: number, code?: string) =>
    setReorderThreshold(deps, { ...at(code), threshold: to });
  for (const code of Object.keys(units)) await setThreshold(threshold, code);
  await inventory.takeEvents();
  const holdUnits = async (quantity: number) => (await inventory.hold({ [productId]: quantity })).id;
  return {
    ...inventory,
    productId,
    setThreshold,
    holdUnits,
    sell: async (quantity: number) => inventory.settle(await holdUnits(quantity), 'CONFIRM'),
    receive: (quantity: number, code?: string) => receiveStock(deps, { ...at(code), quantity }),
    adjust: (delta: number, code?: string) => adjustStock(deps, { ...at(code), delta }),
    transfer: (quantity: number, from: string, to: string) =>
      transferStock(deps, { ...at(), fromWarehouseId: ids[from]!, toWarehouseId: ids[to]!, quantity }),
    /** Takes the alarms since the last call: each as warehouse, available units and threshold. */
    alarms: async () =>
      (await inventory.takeEvents()).flatMap(({ type, data }) =>
        type === 'holdfast.StockLow.v1'
          ? [`${data.warehouse.code} ${data.available}/${data.reorderThreshold}`]
          : [],
      ),
    [Symbol.asyncDispose]: () => inventory[Symbol.asyncDispose](),
  };
}

test('neither declined orders nor expired holds raise an alarm', async () => {
  await using shop = await stocked({ BER: 12 }, 10);
  for (let n = 0; n < 10; n++) await shop.settle(await shop.holdUnits(3), 'RELEASE');
  await shop.holdUnits(12);
  shop.advance(901);
  await shop.reserve({ [shop.productId]: 3 });
  expect(await shop.alarms()).toEqual([]);
});

test('the sale that crosses the threshold raises an alarm, and none after it', async () => {
  await using shop = await stocked({ BER: 12 }, 10);
  await shop.sell(1);
  expect(await shop.alarms(), 'above').toEqual([]);
  await shop.holdUnits(1);
  await shop.sell(1);
  expect(await shop.alarms(), 'held units are on hand').toEqual(['BER 9/10']);
  await shop.sell(3);
  await shop.adjust(-1);
  expect(await shop.alarms(), 'already low').toEqual([]);
});

test('the alarm names the item and its warehouse', async () => {
  await using shop = await stocked({ BER: 5 }, 4);
  const { id, warehouseId } = await shop.adjust(-1);
  const [event] = (await shop.takeEvents()).filter(({ type }) => type === 'holdfast.StockLow.v1');
  expect(event).toMatchObject({
    subject: id,
    time: shop.deps.clock().toISOString(),
    data: {
      stockItemId: id,
      productId: shop.productId,
      warehouse: { id: warehouseId, code: 'BER', name: 'BER' },
      available: 4,
      reorderThreshold: 4,
    },
  });
});

test('an item falls again only after it rose by the margin, a fifth of the threshold', async () => {
  await using shop = await stocked({ BER: 12 }, 10);
  await shop.sell(2);
  expect(await shop.alarms()).toEqual(['BER 10/10']);
  for (let n = 0; n < 5; n++) {
    await shop.receive(2);
    await shop.sell(2);
  }
  expect(await shop.alarms(), 'by less').toEqual([]);
  await shop.receive(3);
  await shop.sell(3);
  expect(await shop.alarms(), 'by more').toEqual(['BER 10/10']);
});

test('returned units, and a sale that is cancelled again and again, are no fall', async () => {
  await using shop = await stocked({ BER: 11 }, 10);
  for (let n = 0; n < 5; n++) await shop.settle((await shop.sell(1)).id, 'RETURN');
  expect(await shop.alarms()).toEqual(['BER 10/10']);
});

test('a threshold raised to the units on hand or above them raises one alarm', async () => {
  await using shop = await stocked({ BER: 9 }, 2);
  await shop.holdUnits(5);
  await shop.setThreshold(8);
  expect(await shop.alarms(), 'held units are on hand').toEqual([]);
  await shop.setThreshold(9);
  await shop.setThreshold(12);
  await shop.setThreshold(9);
  await shop.setThreshold(10);
  expect(await shop.alarms()).toEqual(['BER 4/9']);
  await shop.setThreshold(2);
  await shop.setThreshold(9);
  expect(await shop.alarms(), 'it was well above the lower threshold').toEqual(['BER 4/9']);
});

test('received units are no fall, however few; the last unit sold is one', async () => {
  await using shop = await stocked({ BER: 1 }, 0);
  await shop.receive(1);
  expect(await shop.alarms()).toEqual([]);
  await shop.sell(2);
  expect(await shop.alarms()).toEqual(['BER 0/0']);
});

test('each warehouse falls on its own, and a transfer counts as a fall', async () => {
  await using shop = await stocked({ BER: 10, HAM: 10 }, 4);
  await shop.adjust(-6, 'HAM');
  await shop.adjust(-1);
  expect(await shop.alarms()).toEqual(['HAM 4/4']);
  await shop.transfer(5, 'BER', 'HAM');
  expect(await shop.alarms()).toEqual(['BER 4/4']);
});

test('of concurrent sales in several processes that cross the threshold, one raises an alarm', async () => {
  await using shop = await stocked({ BER: 40 }, 20);
  const queues = Array.from({ length: 4 }, () => createCommandQueue(shop.deps));
  await Promise.all(
    Array.from({ length: 40 }, async (_, n) => {
      const queue = queues[n % queues.length]!;
      const outcome = await reserveStock(queue, buildReserveStock({ [shop.productId]: 1 }));
      if (outcome.kind !== 'reserved') throw new Error('Stock is short.');
      await settleReservation(queue, buildSettleReservation(outcome.reservation.id, 'CONFIRM'));
    }),
  );
  expect(await shop.alarms()).toHaveLength(1);
  expect(await shop.stockOf(shop.productId)).toEqual({ onHand: 0, reserved: 0 });
});

test('concurrent falls in several warehouses share the limit of their product', async () => {
  const codes = ['A', 'B', 'C', 'D', 'E', 'F'];
  await using shop = await stocked(Object.fromEntries(codes.map((code) => [code, 5])), 4);
  await Promise.all(codes.map((code) => shop.adjust(-1, code)));
  expect(await shop.alarms()).toHaveLength(3);
});

test('alarms beyond three an hour per product wait, and are raised once the hour has passed', async () => {
  await using shop = await stocked({ BER: 20 }, 10);
  for (let n = 0; n < 5; n++) {
    await shop.sell(10);
    await shop.receive(10);
  }
  await shop.sell(12);
  await raiseDueAlarms(shop.deps);
  expect(await shop.alarms()).toEqual(['BER 10/10', 'BER 10/10', 'BER 10/10']);
  shop.advance(3_599);
  await raiseDueAlarms(shop.deps);
  expect(await shop.alarms()).toEqual([]);
  shop.advance(1);
  await Promise.all([raiseDueAlarms(shop.deps), raiseDueAlarms(shop.deps)]);
  expect(await shop.alarms()).toEqual(['BER 8/10']);
  await raiseDueAlarms(shop.deps);
  expect(await shop.alarms()).toEqual([]);
});

test('an item that rose above its threshold while its alarm waited raises none', async () => {
  await using shop = await stocked({ BER: 20 }, 10);
  for (let n = 0; n < 4; n++) {
    await shop.sell(10);
    await shop.receive(10);
  }
  await shop.alarms();
  shop.advance(3_600);
  await raiseDueAlarms(shop.deps);
  expect(await shop.alarms()).toEqual([]);
});

test('another product has its own limit', async () => {
  await using shop = await stocked({ BER: 20 }, 10);
  for (let n = 0; n < 4; n++) {
    await shop.sell(10);
    await shop.receive(10);
  }
  await shop.alarms();
  const warehouseId = (await shop.receive(1)).warehouseId;
  const other = await shop.addProduct({ [warehouseId]: 1 });
  await adjustStock(shop.deps, buildStaffChange({ productId: other, warehouseId, delta: -1 }));
  expect(await shop.alarms()).toEqual(['BER 0/0']);
});

test('only a low item can wait for its alarm: the database refuses any other', async () => {
  await using shop = await stocked({ BER: 20 }, 10);
  await expect(shop.deps.database.query(`update stock_items set alarm = 'DUE'`)).rejects.toThrow(
    'only_low_items_wait',
  );
});
