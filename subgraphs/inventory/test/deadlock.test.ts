/** 64 clients with random baskets of 1 to 10 products, of two processes. `BASKETS_SECONDS` (5), `BASKETS_SEED` (1). */
import { newUuid } from '@holdfast/kit/ids';
import { type Postgres, type Queryable, sqlState } from '@holdfast/kit/postgres';
import { expect, test } from 'vitest';
import { endReservation } from '../src/endReservation.ts';
import { createReserve } from '../src/reserveStock.ts';
import { verifyStock } from '../src/verifyStock.ts';
import { testInventory } from './fixtures.ts';

const SECONDS = Number(process.env['BASKETS_SECONDS'] ?? 5);
const SEED = Number(process.env['BASKETS_SEED'] ?? 1);
const CLIENTS = 64;

test('no deadlock, and the ledger is exact', { timeout: (SECONDS + 60) * 1000 }, async () => {
  await using inventory = await testInventory();
  // The pool tries a deadlocked transaction again, so that nobody would notice: every one is noted here.
  const deadlocks: unknown[] = [];
  const deps = { ...inventory.deps, database: noting(inventory.deps.database, deadlocks) };
  const warehouses = [await inventory.warehouse('BER'), await inventory.warehouse('HAM')];
  const products: string[] = [];
  for (let n = 0; n < 30; n++) {
    products.push(await inventory.product({ [warehouses[0]!]: 2_000, [warehouses[1]!]: 2_000 }));
  }
  // What shares no queue waits for each other in the database only, as two processes do.
  const processes = [createReserve(deps), createReserve(deps)];
  const random = randomFrom(SEED);
  const until = performance.now() + SECONDS * 1000;
  let reserved = 0;
  const client = async (n: number) => {
    while (performance.now() < until) {
      const basket = products.toSorted(() => random() - 0.5).slice(0, 1 + Math.floor(random() * 10));
      const outcome = await processes[n % 2]!({
        reference: newUuid(),
        quantities: new Map(basket.map((product) => [product, 1 + Math.floor(random() * 3)])),
        ttlSeconds: 900,
        customerId: null,
        actor: 'test',
      });
      if (outcome.kind === 'short') continue;
      reserved++;
      const ending = random() < 0.2 ? 'CONFIRM' : 'RELEASE';
      const { id } = outcome.reservation;
      if (random() < 0.9) await endReservation(deps, { id, ending, reason: null, actor: 'test' });
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

function noting(database: Postgres, deadlocks: unknown[]): Postgres {
  const note = (error: unknown): never => {
    if (sqlState(error) === '40P01') deadlocks.push(error);
    throw error;
  };
  const noted = (tx: Queryable): Queryable => ({
    query: <Row>(text: string, values?: readonly unknown[]) => tx.query<Row>(text, values).catch(note),
  });
  return { ...database, transaction: (work) => database.transaction((tx) => work(noted(tx))) };
}

/** mulberry32: the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
