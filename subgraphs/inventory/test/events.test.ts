/** Every change of stock writes its event, once and in the same transaction. */
import type { Event } from '@holdfast/kit-events/event';
import { expect, test } from 'vitest';
import { setReorderThreshold } from '../src/lowStock/setReorderThreshold.ts';
import { decideBatch } from '../src/reservations/commandQueue/decideBatch.ts';
import { expireDueReservations } from '../src/reservations/expiry/expireDueReservations.ts';
import { releaseReference } from '../src/reservations/releaseReference.ts';
import { renewReservation } from '../src/reservations/renewReservation.ts';
import { adjustStock } from '../src/stock/adjustStock.ts';
import { receiveStock } from '../src/stock/receiveStock.ts';
import { transferStock } from '../src/stock/transferStock.ts';
import { createWarehouse } from '../src/warehouses/createWarehouse.ts';
import { buildReleaseReference, buildReserveCommand, buildStaffChange } from './support/builders.ts';
import { type Inventory, testInventory } from './support/inventory.ts';
import { untilLockWaits } from './support/lockWaits.ts';

/** Shortens an event to its type or, for StockChanged, to its kind and the available units. */
const brief = (event: Event): string =>
  event.type === 'holdfast.StockChanged.v1'
    ? `${event.data.kind} ${event.data.available}`
    : event.type.slice('holdfast.'.length, -'.v1'.length);

const takeBriefs = async (inventory: Pick<Inventory, 'takeEvents'>) =>
  (await inventory.takeEvents()).map(brief);

/** Adds a product with 5 units in Berlin and 1 in Hamburg, and takes its events. */
async function stocked() {
  const inventory = await testInventory();
  const [berlin, hamburg] = [await inventory.addWarehouse('BER'), await inventory.addWarehouse('HAM')];
  const productId = await inventory.addProduct({ [berlin]: 5, [hamburg]: 1 });
  expect(await takeBriefs(inventory)).toEqual([
    ...['WarehouseChanged', 'WarehouseChanged', 'RECEIVE 5', 'RECEIVE 6'],
  ]);
  const holdUnits = (units: number, reference?: string) => inventory.hold({ [productId]: units }, reference);
  return {
    ...inventory,
    berlin,
    hamburg,
    productId,
    holdUnits,
    change: buildStaffChange({ productId }),
    [Symbol.asyncDispose]: () => inventory[Symbol.asyncDispose](),
  };
}

test('a change by staff writes an event with its actor and reason; a refused or repeated one writes none', async () => {
  await using inventory = await stocked();
  const { deps, berlin, hamburg, productId, change } = inventory;
  const receipt = { ...change, warehouseId: berlin, quantity: 4, idempotencyKey: 'a key' };
  await receiveStock(deps, receipt);
  await receiveStock(deps, receipt);
  const [event, ...others] = await inventory.takeEvents();
  expect(others).toEqual([]);
  expect(event).toEqual({
    specversion: '1.0',
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
    source: '/inventory',
    type: 'holdfast.StockChanged.v1',
    subject: productId,
    time: deps.clock().toISOString(),
    datacontenttype: 'application/json',
    dataschema: 'https://holdfast.example/schema/events/StockChanged.v1.json',
    data: {
      ...{ productId, available: 10, version: 3, kind: 'RECEIVE', actor: 'staff', reason: 'why' },
      before: { available: 6, onHand: { BER: 5 } },
      after: { available: 10, onHand: { BER: 9 } },
    },
  });
  await adjustStock(deps, { ...change, warehouseId: berlin, delta: -2 });
  await expect(adjustStock(deps, { ...change, warehouseId: berlin, delta: -9 })).rejects.toThrow('at most');
  await transferStock(deps, { ...change, fromWarehouseId: berlin, toWarehouseId: hamburg, quantity: 3 });
  const [adjusted, transferred, ...more] = await inventory.takeEvents();
  expect(more).toEqual([]);
  expect(adjusted?.data).toMatchObject({
    ...{ kind: 'ADJUST', available: 8 },
    before: { available: 10, onHand: { BER: 9 } },
    after: { available: 8, onHand: { BER: 7 } },
  });
  expect(transferred?.data).toMatchObject({
    ...{ kind: 'TRANSFER_IN', available: 8 },
    before: { available: 8, onHand: { BER: 7, HAM: 1 } },
    after: { available: 8, onHand: { BER: 4, HAM: 4 } },
  });
});

test('a reservation and its end each write an event with its lines', async () => {
  await using inventory = await stocked();
  const { productId, berlin, hamburg } = inventory;
  const { id, reference, expiresAt } = await inventory.holdUnits(6, 'order-1');
  const lines = [
    { productId, warehouseId: berlin, quantity: 5 },
    { productId, warehouseId: hamburg, quantity: 1 },
  ];
  const reservation = { reservationId: id, reference, customerId: null, lines };
  expect(await inventory.takeEvents()).toMatchObject([
    { data: { available: 0, kind: 'RESERVE' } },
    {
      type: 'holdfast.StockReserved.v1',
      source: '/inventory',
      subject: id,
      time: inventory.deps.clock().toISOString(),
      data: { ...reservation, expiresAt: expiresAt.toISOString() },
    },
  ]);
  await inventory.settle(id, 'RELEASE');
  expect(await inventory.takeEvents()).toMatchObject([
    { data: { available: 6, kind: 'RELEASE' } },
    { type: 'holdfast.ReservationReleased.v1', subject: id, data: { ...reservation, actor: 'test' } },
  ]);
});

test('each step of a reservation writes one event; a request that changes nothing writes none', async () => {
  await using inventory = await stocked();
  const sold = await inventory.holdUnits(2, 'sold');
  await inventory.holdUnits(2, 'sold');
  expect((await inventory.reserve({ [inventory.productId]: 5 })).kind).toBe('short');
  await expect(inventory.reserve({ [inventory.productId]: 1 }, 'sold')).rejects.toThrow('other lines');
  expect(await takeBriefs(inventory)).toEqual(['RESERVE 4', 'StockReserved']);
  for (const settling of ['CONFIRM', 'CONFIRM', 'RETURN', 'RETURN'] as const) {
    await inventory.settle(sold.id, settling);
  }
  await expect(inventory.settle(sold.id, 'RELEASE')).rejects.toThrow('sold');
  expect(await takeBriefs(inventory)).toEqual(['CONFIRM 4', 'RETURN 6']);
  await releaseReference(inventory.deps, inventory.queue, buildReleaseReference('never came'));
  expect(await takeBriefs(inventory)).toEqual([]);
});

test('an expired hold writes an event when it is swept and when it is held again; a failed renewal writes none', async () => {
  await using inventory = await stocked();
  const { deps } = inventory;
  const { id } = await inventory.holdUnits(4);
  inventory.advance(900);
  expect(await takeBriefs(inventory)).toEqual(['RESERVE 2', 'StockReserved']);
  await expireDueReservations(deps);
  await expireDueReservations(deps);
  expect(await inventory.takeEvents()).toMatchObject([
    { data: { available: 6, kind: 'EXPIRE', actor: 'inventory' } },
    { type: 'holdfast.ReservationExpired.v1', subject: id },
  ]);
  const renewal = { id, ttlSeconds: 60, actor: 'orders' };
  await renewReservation(deps, renewal);
  const until = new Date(deps.clock().getTime() + 60_000).toISOString();
  expect(await inventory.takeEvents()).toMatchObject([
    { data: { available: 2, kind: 'RESERVE' } },
    { type: 'holdfast.StockReserved.v1', subject: id, data: { expiresAt: until } },
  ]);
  inventory.advance(60);
  await expireDueReservations(deps);
  await inventory.holdUnits(6);
  await inventory.takeEvents();
  expect((await renewReservation(deps, renewal)).kind).toBe('short');
  expect(await takeBriefs(inventory)).toEqual([]);
});

test('in a batch each reservation has its event, and each product one with the units left', async () => {
  await using inventory = await stocked();
  const other = await inventory.addProduct({ [inventory.berlin]: 1 });
  await inventory.takeEvents();
  const { productId } = inventory;
  await decideBatch(inventory.deps, [
    buildReserveCommand({ [productId]: 1 }),
    buildReserveCommand({ [productId]: 9 }),
    buildReserveCommand({ [productId]: 2, [other]: 1 }),
    buildReserveCommand({ [other]: 1 }),
  ]);
  const events = await inventory.takeEvents();
  expect(events.map(brief)).toEqual(['RESERVE 3', 'RESERVE 0', 'StockReserved', 'StockReserved']);
  const changed = events.filter(({ type }) => type === 'holdfast.StockChanged.v1');
  expect(changed.map(({ subject, data }) => ({ subject, data }))).toEqual([
    { subject: productId, data: expect.objectContaining({ available: 3 }) },
    { subject: other, data: expect.objectContaining({ available: 0 }) },
  ]);
});

test('when two warehouses change concurrently, the later event counts both', async () => {
  await using inventory = await stocked();
  const { deps, berlin, hamburg, productId, change } = inventory;
  const written = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const held = {
    ...deps,
    database: {
      ...deps.database,
      transaction: ((work) =>
        deps.database.transaction(async (tx) => {
          const answer = await work(tx);
          written.resolve();
          await goOn.promise;
          return answer;
        })) as typeof deps.database.transaction,
    },
  };
  const first = adjustStock(held, { ...change, warehouseId: berlin, delta: -1 });
  await written.promise;
  const second = adjustStock(deps, { ...change, warehouseId: hamburg, delta: 10 });
  await untilLockWaits(deps.database, 1);
  goOn.resolve();
  await Promise.all([first, second]);
  const events = (await inventory.takeEvents()).map(({ data }) => data);
  expect(events).toMatchObject([
    { productId, available: 5, version: 3 },
    { productId, available: 15, version: 4 },
  ]);
});

test('a warehouse and a threshold write events with their actor; the same again writes none', async () => {
  await using inventory = await stocked();
  const { deps, berlin, productId } = inventory;
  const warehouse = { code: 'MUC', name: 'Munich', actor: 'staff' };
  const { id } = await createWarehouse(deps, warehouse);
  await createWarehouse(deps, warehouse);
  const threshold = { productId, warehouseId: berlin, threshold: 3, actor: 'staff' };
  const item = await setReorderThreshold(deps, threshold);
  await setReorderThreshold(deps, threshold);
  const after = { code: 'MUC', name: 'Munich', active: true };
  expect((await inventory.takeEvents()).map(({ subject, data }) => [subject, data])).toEqual([
    [id, { warehouseId: id, actor: 'staff', change: 'WAREHOUSE_CREATED', before: null, after }],
    [
      productId,
      {
        ...{ productId, stockItemId: item.id, actor: 'staff' },
        before: { warehouse: 'BER', reorderThreshold: 0 },
        after: { warehouse: 'BER', reorderThreshold: 3 },
      },
    ],
  ]);
});

test('a change past the code names the role of the database as its actor', async () => {
  await using inventory = await stocked();
  const { database } = inventory.deps;
  await database.query("update warehouses set active = false where code = 'HAM'");
  await database.query('update stock_items set reorder_threshold = 2');
  const { rows } = await database.query<{ role: string }>('select current_user as role');
  const actors = (await inventory.takeEvents()).flatMap(({ data }) => ('actor' in data ? [data.actor] : []));
  expect(actors).toEqual([rows[0]?.role, rows[0]?.role, rows[0]?.role]);
});
