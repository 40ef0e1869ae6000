/**
 * Measures reservations and sales per second:
 * `node bench/inventory/reserve.ts [seconds a measurement, 3] [rounds, 3]`
 *
 * A sale reserves and then confirms. The variants run on one PostgreSQL with fsync (its own embedded one, or
 * that of POSTGRES_URL), interleaved round by round:
 * - together: the use cases as they run, which decide all commands waiting for the same products in one
 *   transaction;
 * - apart: one such queue for reservations, another for confirmations;
 * - confirming alone: only reservations are decided together;
 * - alone: the same code with one transaction per request, as many at once as the pool has connections;
 * - over HTTP: together, through the subgraph's server, whose clients share this process;
 * - one row: `update … set n = n + 1` of a single row in its own transaction, which is the least that a lock
 *   for each buyer costs; a sale would cost it twice. Uses pgbench if installed, otherwise a loop over the
 *   same driver.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../dev/src/ports.ts';
import { startEmbeddedPostgres } from '../../dev/src/postgres/embedded.ts';
import { newUuid } from '../../kit/base/src/ids.ts';
import { migrate } from '../../kit/postgres/src/migrate.ts';
import { connectPostgres } from '../../kit/postgres/src/postgres.ts';
import type { Dependencies } from '../../subgraphs/inventory/src/dependencies.ts';
import { MIGRATIONS } from '../../subgraphs/inventory/src/server.ts';
import { receiveStock } from '../../subgraphs/inventory/src/stock/receiveStock.ts';
import { findDisagreements } from '../../subgraphs/inventory/src/verification/queries.ts';
import { createWarehouse } from '../../subgraphs/inventory/src/warehouses/createWarehouse.ts';
import { type Contender, compare, print } from './compare.ts';
import { type Load, reservations, sales } from './contenders.ts';
import { startSubgraph } from './overHttp.ts';
import { singleRow } from './singleRow.ts';

/** The same as in inventory's `main.ts`. */
const CONNECTIONS = 20;
const CALLERS = [64, 256];
const PRODUCTS = 1_000;
const PLENTY = 1_000_000;

const [seconds, rounds] = [Number(process.argv[2] ?? 3), Number(process.argv[3] ?? 3)];

await withServer(async (url) => {
  const database = await connectPostgres({ url, name: 'bench', connections: CONNECTIONS });
  try {
    const { rows } = await database.query<{ fsync: string }>('show fsync');
    if (rows[0]?.fsync !== 'on')
      throw new Error('The server has fsync off. The measurement needs durable commits.');
    await migrate(database, MIGRATIONS);
    const deps: Dependencies = { database, clock: () => new Date(), newId: newUuid };
    const products = await stock(deps);
    const row = await singleRow(url, database);
    await using subgraph = await startSubgraph(deps);
    const uniform = () => products[Math.floor(Math.random() * PRODUCTS)] ?? '';
    for (const callers of CALLERS) {
      const hot: Load = { callers, seconds, product: () => products[0] ?? '' };
      const wide: Load = { ...hot, product: uniform };
      const limit: Contender = [row.name, () => row.measure(callers, seconds)];
      const [onHot, onWide] = [
        `one hot product, ${callers} callers`,
        `${PRODUCTS} products, ${callers} callers`,
      ];
      const runs = { rounds, seconds };
      await compare(`reservations, ${onHot}`, [...reservations(deps, hot), limit], runs);
      await compare(`reservations, ${onWide}`, [...reservations(deps, wide), limit], runs);
      await compare(`sales, ${onHot}`, [...sales(deps, hot), subgraph.sales(hot), limit], runs);
      await compare(`sales, ${onWide}`, [...sales(deps, wide), subgraph.sales(wide), limit], runs);
    }
    const wrong = await findDisagreements(database);
    if (wrong.length > 0) throw new Error(`${wrong.length} items disagree with their ledger.`);
    print('Ledger and stock agree.');
  } finally {
    await database.end();
  }
});

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
