/**
 * Measures what a report of a million order lines costs, from the sums that the service keeps and from the
 * lines themselves, on its own embedded PostgreSQL: `node bench/reports/main.ts [lines, 1000000]`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatWithOptions } from 'node:util';
import { freePort } from '../../dev/src/ports.ts';
import { startEmbeddedPostgres } from '../../dev/src/postgres/embedded.ts';
import { migrate } from '../../kit/postgres/src/migrate.ts';
import { connectPostgres, type Postgres } from '../../kit/postgres/src/postgres.ts';
import { findCategorySales } from '../../subgraphs/reports/src/sales/queries/findCategorySales.ts';
import { findDaySales } from '../../subgraphs/reports/src/sales/queries/findDaySales.ts';
import { findProductSales } from '../../subgraphs/reports/src/sales/queries/findProductSales.ts';
import { MIGRATIONS } from '../../subgraphs/reports/src/server.ts';

const LINES = Number(process.argv[2] ?? 1_000_000);
const PRODUCTS = 2_000;
const RUNS = 15;

const say = (...what: unknown[]) => process.stdout.write(`${formatWithOptions({}, ...what)}\n`);

/** Two lines per order, over a year. As in real shops, a few products sell most. */
const FILL = [
  `insert into products select md5('p' || n)::uuid, 'SKU-' || n, 'Product ' || n, md5('c' || n % 40)::uuid, 1
   from generate_series(1, ${PRODUCTS}) as n`,
  `insert into orders select md5('o' || n)::uuid, md5('u' || n % 50000)::uuid,
     timestamptz '2026-01-01' + n * interval '365 days' / ${LINES / 2}, 1, 'CONFIRMED',
     case when n % 10 = 0 then 'EUR' else 'USD' end, 3000
   from generate_series(0, ${LINES / 2 - 1}) as n`,
  `insert into order_lines select md5('o' || n)::uuid, md5('p' || 1 + (power(random(), 3) * ${PRODUCTS - 1})::int)::uuid, 1000, 1 + n % 3
   from generate_series(0, ${LINES / 2 - 1}) as n, generate_series(1, 2) as l on conflict do nothing`,
  `insert into sales_by_day select (placed_at at time zone 'UTC')::date, currency, count(distinct id), sum(quantity),
     sum(quantity * unit_price) from orders join order_lines on order_id = id group by 1, 2`,
  `insert into sales_by_product select (placed_at at time zone 'UTC')::date, product_id, currency, count(*), sum(quantity),
     sum(quantity * unit_price) from orders join order_lines on order_id = id group by 1, 2, 3`,
  'analyze',
];

/** The query of the best sellers without the sums. */
const FROM_LINES = `select product_id, currency, sum(quantity) as units from orders join order_lines on order_id = id
  where stage between 1 and 3 and placed_at >= $1::date and placed_at < $2::date + 1 group by 1, 2 order by units desc limit 20`;

async function median(work: () => Promise<unknown>): Promise<string> {
  const times: number[] = [];
  for (let n = 0; n < RUNS; n++) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  return `${times.sort((a, b) => a - b)[RUNS >> 1]?.toFixed(1)} ms`;
}

async function measure(database: Postgres): Promise<void> {
  await migrate(database, MIGRATIONS);
  for (const text of FILL) await database.transaction((tx) => tx.query(text), { unlimited: true });
  const page = { limit: 20, after: null };
  const { rows } = await database.query('select count(*)::int as lines from order_lines');
  const sums = await database.query('select count(*)::int as sums from sales_by_product');
  say({ ...Object(rows[0]), ...Object(sums.rows[0]) });
  for (const [what, from, to] of [
    ['30 days', '2026-06-01', '2026-06-30'],
    ['a year', '2026-01-01', '2026-12-31'],
  ] as const) {
    const filter = { from, to, currency: null };
    say(what, {
      byDay: await median(() => findDaySales(database, filter, page)),
      byProduct: await median(() => findProductSales(database, filter, null, page)),
      bestSellers: await median(() => findProductSales(database, filter, 'units', page)),
      byCategory: await median(() => findCategorySales(database, filter, page)),
      'best sellers from the lines': await median(() => database.query(FROM_LINES, [from, to])),
    });
  }
}

const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
const postgres = await startEmbeddedPostgres({
  folder: join(folder, 'postgres'),
  port: await freePort(),
  password: 'bench',
});
const database = await connectPostgres({ url: postgres.url, name: 'bench' });
try {
  await measure(database);
} finally {
  await database.end();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
