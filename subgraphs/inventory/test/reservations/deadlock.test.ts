/**
 * 64 clients of 16 processes, with random baskets of 1 to 10 products. Settings: `BASKETS_SECONDS` (5),
 * `BASKETS_SEED` (1).
 */
import { codeOf } from '@holdfast/kit-base/errors';
import { newUuid } from '@holdfast/kit-base/ids';
import { type Postgres, type Queryable, sqlState } from '@holdfast/kit-postgres/postgres';
import { expect, test } from 'vitest';
import { createCommandQueue } from '../../src/reservations/commandQueue/commandQueue.ts';
import { expireDueReservations } from '../../src/reservations/expiry/expireDueReservations.ts';
import { reserveStock } from '../../src/reservations/reserveStock.ts';
import { settleReservation } from '../../src/reservations/settleReservation.ts';
import { verifyStock } from '../../src/verification/verifyStock.ts';
import { buildReserveStock, buildSettleReservation } from '../support/builders.ts';
import { testInventory } from '../support/inventory.ts';
import { pauseTransaction, untilLockWaits } from '../support/lockWaits.ts';
import { randomFrom } from '../support/random.ts';

const SECONDS = Number(process.env['BASKETS_SECONDS'] ?? 5);
const SEED = Number(process.env['BASKETS_SEED'] ?? 1);
const CLIENTS = 64;
const PROCESSES = 16;

test('no deadlock, and the ledger is exact', { timeout: (SECONDS + 60) * 1000 }, async () => {
  await using inventory = await testInventory();
  // The pool retries a deadlocked transaction, which would hide the deadlock; every one is recorded here.
  const deadlocks: unknown[] = [];
  const deps = { ...inventory.deps, database: recordDeadlocks(inventory.deps.database, deadlocks) };
  const warehouses = [await inventory.addWarehouse('BER'), await inventory.addWarehouse('HAM')];
  const products: string[] = [];
  for (let n = 0; n < 30; n++) {
    products.push(await inventory.addProduct({ [warehouses[0]!]: 2_000, [warehouses[1]!]: 2_000 }));
  }
  // Clients that share no queue meet only in the database, as processes do.
  const processes = Array.from({ length: PROCESSES }, () => createCommandQueue(deps));
  const processOf = (n: number) => processes[n % PROCESSES]!;
  const random = randomFrom(SEED);
  const until = performance.now() + SECONDS * 1000;
  let reserved = 0;
  const client = async (n: number) => {
    while (performance.now() < until) {
      const basket = products.toSorted(() => random() - 0.5).slice(0, 1 + Math.floor(random() * 10));
      const units = Object.fromEntries(basket.map((product) => [product, 1 + Math.floor(random() * 3)]));
      const outcome = await reserveStock(processOf(n), buildReserveStock(units));
      if (outcome.kind === 'short') continue;
      reserved++;
      if (random() < 0.1) continue;
      // Two processes settle it at once, mostly in different ways: they meet at reservations as they do at
      // items.
      const { id } = outcome.reservation;
      const settlings = [
        random() < 0.3 ? 'CONFIRM' : 'RELEASE',
        random() < 0.3 ? 'CONFIRM' : 'RELEASE',
      ] as const;
      const settled = await Promise.allSettled(
        settlings.map((settling, other) =>
          settleReservation(processOf(n + other), buildSettleReservation(id, settling)),
        ),
      );
      for (const each of settled)
        if (each.status === 'rejected') expect(codeOf(each.reason)).toBe('CONFLICT');
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, n) => client(n)));
  expect(reserved).toBeGreaterThan(CLIENTS);
  const { rows } = await deps.database.query<{ deadlocks: bigint }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  );
  expect(rows).toEqual([{ deadlocks: 0n }]);
  expect(deadlocks).toEqual([]);
  expect(await verifyStock(deps.database)).toEqual([]);
});

test('settling and sweeping lock reservations in the same order', async () => {
  await using inventory = await testInventory();
  const deadlocks: unknown[] = [];
  const deps = { ...inventory.deps, database: recordDeadlocks(inventory.deps.database, deadlocks) };
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 2 });
  // The reservation that is due later has the lower id.
  const ids: string[] = [];
  for (const ttlSeconds of [60, 30]) {
    ids.push((await inventory.hold({ [product]: 1 }, newUuid(), ttlSeconds)).id);
  }
  expect(ids).toEqual(ids.toSorted());
  inventory.advance(60);
  const first = await pauseTransaction(deps.database, (tx) =>
    tx.query('select from reservations where id = $1 for update', [ids[0]]),
  );
  const queue = createCommandQueue(deps);
  const settled = ids.map((id) => settleReservation(queue, buildSettleReservation(id, 'CONFIRM')));
  await untilLockWaits(inventory.deps.database, 1);
  const swept = expireDueReservations(deps, { only: [product] });
  await untilLockWaits(inventory.deps.database, 2);
  await first.release();
  expect((await Promise.all(settled)).map(({ status }) => status)).toEqual(['CONFIRMED', 'CONFIRMED']);
  expect(await swept).toBe(0);
  expect(deadlocks).toEqual([]);
});

/** Wraps a database so that each deadlock in a transaction is added to `deadlocks`. */
function recordDeadlocks(database: Postgres, deadlocks: unknown[]): Postgres {
  const record = (error: unknown): never => {
    if (sqlState(error) === '40P01') deadlocks.push(error);
    throw error;
  };
  const recorded = (tx: Queryable): Queryable => ({
    query: <Row>(text: string, values?: readonly unknown[]) => tx.query<Row>(text, values).catch(record),
  });
  return { ...database, transaction: (work) => database.transaction((tx) => work(recorded(tx))) };
}
