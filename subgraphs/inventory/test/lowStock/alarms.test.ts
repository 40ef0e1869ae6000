/** When staff are told that stock runs low: what sells or is taken away counts, once a fall, and so often an hour. */
import { newUuid } from '@holdfast/kit/ids';
import { expect, test } from 'vitest';
import { raiseDueAlarms } from '../../src/lowStock/raiseDueAlarms.ts';
import { setReorderThreshold } from '../../src/lowStock/setReorderThreshold.ts';
import { createCommandQueue } from '../../src/reservations/commandQueue/commandQueue.ts';
import { reserveStock } from '../../src/reservations/reserveStock.ts';
import { settleReservation } from '../../src/reservations/settleReservation.ts';
import { adjustStock } from '../../src/stock/adjustStock.ts';
import { receiveStock } from '../../src/stock/receiveStock.ts';
import { transferStock } from '../../src/stock/transferStock.ts';
import { testInventory } from '../support/inventory.ts';

/** A product with so many units in each of some warehouses, and its threshold in all of them. */
async function stocked(units: Readonly<Record<string, number>>, threshold: number) {
  const inventory = await testInventory();
  const { deps } = inventory;
  const ids: Record<string, string> = {};
  for (const code of Object.keys(units)) ids[code] = await inventory.warehouse(code);
  const productId = await inventory.product(
    Object.fromEntries(Object.entries(units).map(([code, quantity]) => [ids[code]!, quantity])),
  );
  const at = (code = 'BER') => ({
    productId,
    warehouseId: ids[code]!,
    reason: 'why',
    actor: 'staff',
    idempotencyKey: null,
  });
  const setThreshold = (to: number, code?: string) =>
    setReorderThreshold(deps, { ...at(code), threshold: to });
  for (const code of Object.keys(units)) await setThreshold(threshold, code);
  await inventory.told();
  const hold = async (quantity: number) => {
    const outcome = await inventory.reserve({ [productId]: quantity });
    if (outcome.kind !== 'reserved') throw new Error('It is short.');
    return outcome.reservation.id;
  };
  return {
    ...inventory,
    productId,
    setThreshold,
    hold,
    sell: async (quantity: number) => inventory.settle(await hold(quantity), 'CONFIRM'),
    receive: (quantity: number, code?: string) => receiveStock(deps, { ...at(code), quantity }),
    adjust: (delta: number, code?: string) => adjustStock(deps, { ...at(code), delta }),
    transfer: (quantity: number, from: string, to: string) =>
      transferStock(deps, { ...at(), fromWarehouseId: ids[from]!, toWarehouseId: ids[to]!, quantity }),
    /** Warehouse, available and threshold of each alarm since it was last asked. */
    alarms: async () =>
      (await inventory.told()).flatMap(({ type, data }) =>
        type === 'holdfast.StockLow.v1'
          ? [`${data.warehouse.code} ${data.available}/${data.reorderThreshold}`]
          : [],
      ),
    [Symbol.asyncDispose]: () => inventory[Symbol.asyncDispose](),
  };
}

test('ten declined orders in a row alarm nobody, and neither do holds that expire', async () => {
  await using shop = await stocked({ BER: 12 }, 10);
  for (let n = 0; n < 10; n++) await shop.settle(await shop.hold(3), 'RELEASE');
  await shop.hold(12);
  shop.pass(901);
  await shop.reserve({ [shop.productId]: 3 });
  expect(await shop.alarms()).toEqual([]);
});

test('the sale that crosses the threshold is told, and none after it', async () => {
  await using shop = await stocked({ BER: 12 }, 10);
  await shop.sell(1);
  expect(await shop.alarms(), 'above').toEqual([]);
  await shop.hold(1);
  await shop.sell(1);
  expect(await shop.alarms(), 'held units are there').toEqual(['BER 9/10']);
  await shop.sell(3);
  await shop.adjust(-1);
  expect(await shop.alarms(), 'low already').toEqual([]);
});

test('what tells of it says which item it is, in which warehouse', async () => {
  await using shop = await stocked({ BER: 5 }, 4);
  const { id, warehouseId } = await shop.adjust(-1);
  const [event] = (await shop.told()).filter(({ type }) => type === 'holdfast.StockLow.v1');
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

test('it falls again only after it rose by the margin, a fifth of the threshold', async () => {
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

test('units that come back, and a sale that is cancelled again and again, are no fall', async () => {
  await using shop = await stocked({ BER: 11 }, 10);
  for (let n = 0; n < 5; n++) await shop.settle((await shop.sell(1)).id, 'RETURN');
  expect(await shop.alarms()).toEqual(['BER 10/10']);
});

test('a threshold that is raised to what there is or above it is told once', async () => {
  await using shop = await stocked({ BER: 9 }, 2);
  await shop.hold(5);
  await shop.setThreshold(8);
  expect(await shop.alarms(), 'held units are there').toEqual([]);
  await shop.setThreshold(9);
  await shop.setThreshold(12);
  await shop.setThreshold(9);
  await shop.setThreshold(10);
  expect(await shop.alarms()).toEqual(['BER 4/9']);
  await shop.setThreshold(2);
  await shop.setThreshold(9);
  expect(await shop.alarms(), 'it was well above the lower one').toEqual(['BER 4/9']);
});

test('units that come are no fall, however few; a product of one has its fall', async () => {
  await using shop = await stocked({ BER: 1 }, 0);
  await shop.receive(1);
  expect(await shop.alarms()).toEqual([]);
  await shop.sell(2);
  expect(await shop.alarms()).toEqual(['BER 0/0']);
});

test('each warehouse falls by itself, and units that move to another fall too', async () => {
  await using shop = await stocked({ BER: 10, HAM: 10 }, 4);
  await shop.adjust(-6, 'HAM');
  await shop.adjust(-1);
  expect(await shop.alarms()).toEqual(['HAM 4/4']);
  await shop.transfer(5, 'BER', 'HAM');
  expect(await shop.alarms()).toEqual(['BER 4/4']);
});

test('of sales that cross it at once, in any number of processes, one is told', async () => {
  await using shop = await stocked({ BER: 40 }, 20);
  const queues = Array.from({ length: 4 }, () => createCommandQueue(shop.deps));
  await Promise.all(
    Array.from({ length: 40 }, async (_, n) => {
      const queue = queues[n % queues.length]!;
      const { productId } = shop;
      const outcome = await reserveStock(queue, {
        reference: newUuid(),
        quantities: new Map([[productId, 1]]),
        ttlSeconds: 900,
        customerId: null,
        actor: 'test',
      });
      if (outcome.kind !== 'reserved') throw new Error('It is short.');
      const { id } = outcome.reservation;
      await settleReservation(queue, { id, settling: 'CONFIRM', reason: null, actor: 'test' });
    }),
  );
  expect(await shop.alarms()).toHaveLength(1);
  expect(await shop.stockOf(shop.productId)).toEqual({ onHand: 0, reserved: 0 });
});

test('falls of several warehouses at once keep the limit of their product together', async () => {
  const codes = ['A', 'B', 'C', 'D', 'E', 'F'];
  await using shop = await stocked(Object.fromEntries(codes.map((code) => [code, 5])), 4);
  await Promise.all(codes.map((code) => shop.adjust(-1, code)));
  expect(await shop.alarms()).toHaveLength(3);
});

test('more falls of a product than three an hour wait, and are told when the hour is over', async () => {
  await using shop = await stocked({ BER: 20 }, 10);
  for (let n = 0; n < 5; n++) {
    await shop.sell(10);
    await shop.receive(10);
  }
  await shop.sell(12);
  await raiseDueAlarms(shop.deps);
  expect(await shop.alarms()).toEqual(['BER 10/10', 'BER 10/10', 'BER 10/10']);
  shop.pass(3_599);
  await raiseDueAlarms(shop.deps);
  expect(await shop.alarms()).toEqual([]);
  shop.pass(1);
  await Promise.all([raiseDueAlarms(shop.deps), raiseDueAlarms(shop.deps)]);
  expect(await shop.alarms()).toEqual(['BER 8/10']);
  await raiseDueAlarms(shop.deps);
  expect(await shop.alarms()).toEqual([]);
});

test('what rose above its threshold before it could be told is not told', async () => {
  await using shop = await stocked({ BER: 20 }, 10);
  for (let n = 0; n < 4; n++) {
    await shop.sell(10);
    await shop.receive(10);
  }
  await shop.alarms();
  shop.pass(3_600);
  await raiseDueAlarms(shop.deps);
  expect(await shop.alarms()).toEqual([]);
});

test('another product has alarms of its own', async () => {
  await using shop = await stocked({ BER: 20 }, 10);
  for (let n = 0; n < 4; n++) {
    await shop.sell(10);
    await shop.receive(10);
  }
  await shop.alarms();
  const warehouseId = (await shop.receive(1)).warehouseId;
  const other = await shop.product({ [warehouseId]: 1 });
  await adjustStock(shop.deps, {
    productId: other,
    warehouseId,
    delta: -1,
    reason: 'broken',
    actor: 'staff',
    idempotencyKey: null,
  });
  expect(await shop.alarms()).toEqual(['BER 0/0']);
});

test('a low item that waits to be told is low: the database refuses another', async () => {
  await using shop = await stocked({ BER: 20 }, 10);
  await expect(shop.deps.database.query(`update stock_items set alarm = 'DUE'`)).rejects.toThrow(
    'only_low_items_wait',
  );
});
