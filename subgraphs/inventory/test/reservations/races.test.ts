/** Many buyers at the same time. */

import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { movementsOf, type StockLevel } from '../../src/ledger/domain.ts';
import { insertMovements } from '../../src/ledger/queries/insertMovements.ts';
import { allocate } from '../../src/reservations/domain/allocate.ts';
import { type Inventory, testInventory } from '../support/inventory.ts';

const BUYERS = 200;
const UNITS = 10;

/** Lets all buyers try to get one unit at the same time. @returns how many got one. */
async function race(buy: () => Promise<boolean>): Promise<number> {
  const outcomes = await Promise.all(Array.from({ length: BUYERS }, () => buy()));
  return outcomes.filter(Boolean).length;
}

test('200 buyers for 10 units: exactly 10 get one', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: UNITS });
  const sold = await race(async () => (await inventory.reserve({ [product]: 1 })).kind === 'reserved');
  expect(sold).toBe(UNITS);
  expect(await inventory.stockOf(product)).toEqual({ onHand: UNITS, reserved: UNITS });
  expect(await inventory.findDisagreements()).toEqual([]);
});

test('the same race oversells when the code checks and then writes', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: UNITS });
  // Removes the safeguards of the database too: the CHECK and the control by the ledger.
  await inventory.deps.database.query('alter table stock_items drop constraint never_oversold');
  await inventory.deps.database.query('drop trigger apply_movements on stock_movements');
  await inventory.deps.database.query('drop trigger stock_changes_by_movements on stock_items');
  const sold = await race(() => checkThenWrite(inventory, product));
  expect(sold).toBeGreaterThan(UNITS);
});

test('without locking, the CHECK and the ledger alone keep stock from being oversold', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: UNITS });
  const sold = await race(() => reserveWithoutLocking(inventory, product).catch(() => false));
  expect(sold).toBeLessThanOrEqual(UNITS);
  expect(await inventory.stockOf(product)).toEqual({ onHand: UNITS, reserved: sold });
});

test('64 concurrent requests with one reference hold once', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 100 });
  const outcomes = await Promise.all(
    Array.from({ length: 64 }, () => inventory.reserve({ [product]: 2 }, 'order-1')),
  );
  const ids = outcomes.map((outcome) => (outcome.kind === 'reserved' ? outcome.reservation.id : 'short'));
  expect(new Set(ids).size).toBe(1);
  expect(await inventory.stockOf(product)).toEqual({ onHand: 100, reserved: 2 });
});

test('of a concurrent confirmation and release of one reservation, one wins', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 100 });
  for (let round = 0; round < 10; round++) {
    const before = await inventory.stockOf(product);
    const { id } = await inventory.hold({ [product]: 1 });
    const endings = (['CONFIRM', 'RELEASE'] as const).map((ending) => inventory.settle(id, ending));
    const settled = await Promise.allSettled(endings);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const sold = settled[0]?.status === 'fulfilled' ? 1 : 0;
    expect(await inventory.stockOf(product)).toEqual({ onHand: before.onHand - sold, reserved: 0 });
  }
});

test('overlapping baskets in any order never deadlock, and the ledger stays exact', async () => {
  await using inventory = await testInventory();
  const warehouses = [await inventory.addWarehouse('BER'), await inventory.addWarehouse('HAM')];
  const products: string[] = [];
  for (let n = 0; n < 12; n++) {
    products.push(await inventory.addProduct({ [warehouses[0]!]: 200, [warehouses[1]!]: 200 }));
  }
  const client = async (seed: number) => {
    for (let round = 0; round < 8; round++) {
      const start = seed * 7 + round * 5;
      const basket = products
        .map((_, n) => products[(start + n * 5) % products.length]!)
        .slice(0, 1 + (start % 9));
      const outcome = await inventory.reserve(
        Object.fromEntries(basket.map((product) => [product, 1 + (seed % 3)])),
      );
      if (outcome.kind === 'short') continue;
      const ending = round % 2 === 0 ? 'CONFIRM' : 'RELEASE';
      await inventory.settle(outcome.reservation.id, ending);
    }
  };
  await Promise.all(Array.from({ length: 64 }, (_, seed) => client(seed)));
  const { rows } = await inventory.deps.database.query<{ deadlocks: bigint }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  );
  expect(rows).toEqual([{ deadlocks: 0n }]);
  expect(await inventory.findDisagreements()).toEqual([]);
});

/** The common mistake: read, compare in JavaScript, write an absolute number. */
async function checkThenWrite({ deps }: Inventory, product: string): Promise<boolean> {
  const { rows } = await deps.database.query<{ onHand: number; reserved: number }>(
    'select on_hand as "onHand", reserved from stock_items where product_id = $1',
    [product],
  );
  const { onHand, reserved } = rows[0]!;
  if (onHand - reserved < 1) return false;
  await deps.database.query('update stock_items set reserved = $2 where product_id = $1', [
    product,
    reserved + 1,
  ]);
  return true;
}

/** Reserves as the service does, but without the lock. */
async function reserveWithoutLocking({ deps }: Inventory, product: string): Promise<boolean> {
  return deps.database.transaction(async (tx) => {
    const { rows } = await tx.query<StockLevel>(
      `select id as "itemId", product_id as "productId", warehouse_id as "warehouseId", on_hand as "onHand", reserved
       from stock_items where product_id = $1`,
      [product],
    );
    const decision = allocate(new Map([[product, 1]]), rows);
    if (decision.kind === 'short') return false;
    const movements = movementsOf('RESERVE', decision.allocations, {
      reservationId: null,
      reason: newUuid(),
      actor: 'test',
    });
    await insertMovements(tx, movements, deps.clock());
    return true;
  });
}
