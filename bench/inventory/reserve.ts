/**
 * Reservations a second: `node bench/inventory/reserve.ts [seconds a measurement, 3] [rounds, 3]`
 *
 * On one PostgreSQL with fsync (an embedded one of its own, or that of POSTGRES_URL), interleaved round by round:
 * - together: the use case as it runs, deciding what waits for the same products in one transaction;
 * - alone: the same code with one transaction a request, as many at once as the pool has connections;
 * - one row: `update … set n = n + 1` of a single row in a transaction of its own, which is what a lock for each buyer costs
 *   at the least. By pgbench when there is one, else by a loop over the same driver.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../dev/src/ports.ts';
import { startEmbeddedPostgres } from '../../dev/src/postgres/embedded.ts';
import { newUuid } from '../../kit/src/ids.ts';
import { migrate } from '../../kit/src/migrate.ts';
import { connectPostgres } from '../../kit/src/postgres.ts';
import { createWarehouse } from '../../subgraphs/inventory/src/createWarehouse.ts';
import { decideReservations } from '../../subgraphs/inventory/src/decideReservations.ts';
import type { Dependencies } from '../../subgraphs/inventory/src/dependencies.ts';
import { receiveStock } from '../../subgraphs/inventory/src/receiveStock.ts';
import { createReserve, type ReserveStock } from '../../subgraphs/inventory/src/reserveStock.ts';
import { MIGRATIONS } from '../../subgraphs/inventory/src/server.ts';
import { findDisagreements } from '../../subgraphs/inventory/src/store/findDisagreements.ts';
import { callersFor } from './callers.ts';
import { singleRow } from './singleRow.ts';

/** As `main.ts` of inventory has. */
const CONNECTIONS = 20;
const CALLERS = [64, 256];
const PRODUCTS = 1_000;
const PLENTY = 1_000_000;

const [seconds, rounds] = [Number(process.argv[2] ?? 3), Number(process.argv[3] ?? 3)];

/** A measurement: its name, and what gives its operations a second. */
type Contender = readonly [name: string, measure: () => Promise<number>];

await withServer(async (url) => {
  const database = await connectPostgres({ url, name: 'bench', connections: CONNECTIONS });
  try {
    const { rows } = await database.query<{ fsync: string }>('show fsync');
    if (rows[0]?.fsync !== 'on') throw new Error('Durable or not at all: the server has fsync off.');
    await migrate(database, MIGRATIONS);
    const deps: Dependencies = { database, clock: () => new Date(), newId: newUuid };
    const products = await stock(deps);
    const row = await singleRow(url, database);
    for (const callers of CALLERS) {
      await compare(`one hot product, ${callers} callers`, [
        ...reservations(deps, callers, () => products[0] ?? ''),
        [row.name, () => row.measure(callers, seconds)],
      ]);
      const random = () => products[Math.floor(Math.random() * PRODUCTS)] ?? '';
      await compare(
        `uniform over ${PRODUCTS} products, ${callers} callers`,
        reservations(deps, callers, random),
      );
    }
    const wrong = await findDisagreements(database);
    if (wrong.length > 0) throw new Error(`${wrong.length} items disagree with their ledger.`);
    print('Ledger and stock agree.');
  } finally {
    await database.end();
  }
});

function reservations(deps: Dependencies, callers: number, product: () => string): Contender[] {
  const next = (): ReserveStock => ({
    reference: newUuid(),
    quantities: new Map([[product(), 1]]),
    ttlSeconds: 86_400,
    customerId: null,
    actor: 'bench',
  });
  const reserve = createReserve(deps);
  return [
    ['together', () => callersFor({ callers, seconds }, async () => expectReserved(await reserve(next())))],
    [
      'alone',
      () =>
        callersFor({ callers, seconds }, async () =>
          expectReserved((await decideReservations(deps, [next()]))[0]),
        ),
    ],
  ];
}

function expectReserved(decision: { readonly kind: string } | undefined): void {
  if (decision?.kind !== 'reserved') throw new Error(`There is plenty, and yet: ${decision?.kind}.`);
}

/** Measures all in turn, round by round, and prints medians and their ratio to the first. */
async function compare(title: string, contenders: readonly Contender[]): Promise<void> {
  const results = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [n, [, measure]] of contenders.entries()) results[n]?.push(await measure());
  }
  print(`${title}: median of ${rounds} rounds of ${seconds} s`);
  const first = median(results[0] ?? []);
  for (const [n, [name]] of contenders.entries()) {
    const each = median(results[n] ?? []);
    const ratio = n === 0 ? '' : `together is ${(first / each).toFixed(1)} times as fast`;
    print(`  ${name.padEnd(44)} ${each.toFixed(0).padStart(7)} /s  ${ratio}`);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function stock(deps: Dependencies): Promise<string[]> {
  const { id: warehouseId } = await createWarehouse(deps, { code: newUuid(), name: 'bench' });
  const products = Array.from({ length: PRODUCTS }, newUuid);
  for (const productId of products) {
    await receiveStock(deps, { productId, warehouseId, quantity: PLENTY, reason: null, actor: 'bench' });
  }
  return products;
}

async function withServer(work: (url: string) => Promise<void>): Promise<void> {
  const given = process.env['POSTGRES_URL'];
  if (given) return work(given);
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  try {
    await using server = await startEmbeddedPostgres({
      folder: join(folder, 'postgres'),
      port: await freePort(),
      password: 'bench',
    });
    await work(server.url);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
