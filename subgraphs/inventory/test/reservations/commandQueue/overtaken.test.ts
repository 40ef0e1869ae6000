/** A batch finds at its write that what it read has changed, as when another process is faster. */
import { expect, test } from 'vitest';
import type { Dependencies } from '../../../src/dependencies.ts';
import { createCommandQueue } from '../../../src/reservations/commandQueue/commandQueue.ts';
import { expireDueReservations } from '../../../src/reservations/expiry/expireDueReservations.ts';
import { renewReservation } from '../../../src/reservations/renewReservation.ts';
import { reserveStock } from '../../../src/reservations/reserveStock.ts';
import { settleReservation } from '../../../src/reservations/settleReservation.ts';
import { verifyStock } from '../../../src/verification/verifyStock.ts';
import { buildReserveStock, buildSettleReservation, type Units } from '../../support/builders.ts';
import { testInventory } from '../../support/inventory.ts';

/** Creates a process whose first batch reads, then lets `meanwhile` happen, and then writes. */
function slowProcess(deps: Dependencies, meanwhile: () => Promise<unknown>) {
  let isFirst = true;
  const query: typeof deps.database.query = async (text, values) => {
    if (isFirst && text.includes('write_batch')) {
      isFirst = false;
      await meanwhile();
    }
    return deps.database.query(text, values);
  };
  const queue = createCommandQueue({ ...deps, database: { ...deps.database, query } });
  return {
    reserve: (units: Units, reference?: string) =>
      reserveStock(queue, buildReserveStock(units, reference === undefined ? {} : { reference })),
    settle: (id: string, settling: 'CONFIRM' | 'RELEASE' | 'RETURN') =>
      settleReservation(queue, buildSettleReservation(id, settling)),
  };
}

/** Adds a product with 3 units in Berlin and 2 in Hamburg. */
async function stocked() {
  const inventory = await testInventory();
  const [berlin, hamburg] = [await inventory.addWarehouse('BER'), await inventory.addWarehouse('HAM')];
  const product = await inventory.addProduct({ [berlin]: 3, [hamburg]: 2 });
  const overtaken = (meanwhile: () => Promise<unknown>) => slowProcess(inventory.deps, meanwhile);
  return {
    ...inventory,
    product,
    overtaken,
    [Symbol.asyncDispose]: () => inventory[Symbol.asyncDispose](),
  };
}

test('units that another process took are taken from elsewhere', async () => {
  await using inventory = await stocked();
  const { product, overtaken } = inventory;
  const first = overtaken(() => inventory.hold({ [product]: 3 }));
  expect((await first.reserve({ [product]: 2 })).kind).toBe('reserved');
  expect(await inventory.stockOf(product)).toEqual({ onHand: 5, reserved: 5 });
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('the last units are not sold twice', async () => {
  await using inventory = await stocked();
  const { product, overtaken } = inventory;
  const slow = overtaken(() => inventory.hold({ [product]: 4 }));
  expect(await slow.reserve({ [product]: 2 })).toEqual({
    kind: 'short',
    shortages: [{ productId: product, requested: 2, available: 1 }],
  });
  expect(await inventory.stockOf(product)).toEqual({ onHand: 5, reserved: 4 });
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('a reservation that another process ended stays as it ended, although as many units are held', async () => {
  await using inventory = await stocked();
  const { product, overtaken } = inventory;
  const { id } = await inventory.hold({ [product]: 2 });
  const slow = overtaken(async () => {
    await inventory.settle(id, 'RELEASE');
    await inventory.hold({ [product]: 2 });
  });
  await expect(slow.settle(id, 'CONFIRM')).rejects.toThrow('released');
  expect(await inventory.stockOf(product)).toEqual({ onHand: 5, reserved: 2 });
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('units that another process sold or returned are sold or returned once', async () => {
  await using inventory = await stocked();
  const { product, overtaken } = inventory;
  const { id } = await inventory.hold({ [product]: 2 });
  for (const [settling, onHand] of [
    ['CONFIRM', 3],
    ['RETURN', 5],
  ] as const) {
    const slow = overtaken(() => inventory.settle(id, settling));
    expect((await slow.settle(id, settling)).status).toBe('CONFIRMED');
    expect(await inventory.stockOf(product)).toEqual({ onHand, reserved: 0 });
  }
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('a reservation that expired and was held again elsewhere is sold from where it is held now', async () => {
  await using inventory = await stocked();
  const { product, overtaken, deps } = inventory;
  const { id } = await inventory.hold({ [product]: 2 });
  const slow = overtaken(async () => {
    inventory.advance(900);
    await expireDueReservations(deps);
    // Takes the units that it held before, so that as many are held there.
    await inventory.hold({ [product]: 2 });
    await renewReservation(deps, { id, ttlSeconds: 60, actor: 'test' });
  });
  expect((await slow.settle(id, 'CONFIRM')).status).toBe('CONFIRMED');
  expect(await inventory.stockOf(product)).toEqual({ onHand: 3, reserved: 2 });
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('a reference that another process used first has one reservation', async () => {
  await using inventory = await stocked();
  const { product, overtaken } = inventory;
  const other = await inventory.addProduct({ [await inventory.addWarehouse('MUC')]: 1 });
  const same = overtaken(() => inventory.hold({ [product]: 1 }, 'same'));
  const outcome = await same.reserve({ [product]: 1 }, 'same');
  expect(outcome).toMatchObject({ kind: 'reserved', reservation: { reference: 'same' } });
  expect(await inventory.stockOf(product)).toEqual({ onHand: 5, reserved: 1 });
  const taken = overtaken(() => inventory.hold({ [product]: 1 }, 'other lines'));
  await expect(taken.reserve({ [other]: 1 }, 'other lines')).rejects.toThrow('other lines');
  expect(await inventory.stockOf(other)).toEqual({ onHand: 1, reserved: 0 });
});
