/**
 * Measures how long the products subgraph takes for a page of 20 of a large catalogue, over HTTP, on the
 * embedded MongoDB: `node bench/products/main.ts [number of products] [rounds]`. Prints a table of medians.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { testClient } from '../../dev/src/testing/graphql.ts';
import { testIdentities } from '../../dev/src/testing/identities.ts';
import { newUuid } from '../../kit/base/src/ids.ts';
import { silentLog } from '../../kit/base/src/log.ts';
import { connectMongo } from '../../kit/mongo/src/mongo.ts';
import { collectionsOf } from '../../subgraphs/products/src/database/collections.ts';
import { ensureIndexes } from '../../subgraphs/products/src/database/indexes.ts';
import { PRODUCT_ORDERS } from '../../subgraphs/products/src/lists/domain/productOrder.ts';
import { createProducts } from '../../subgraphs/products/src/server.ts';
import { loadCatalogue } from './catalogue.ts';
import { idOf } from './data.ts';
import { startEmbedded } from './embedded.ts';
import { filtersOf } from './filters.ts';

const COUNT = Number(process.argv[2] ?? 100_000);
const ROUNDS = Number(process.argv[3] ?? 15);
const PAGE = `query ($filter: ProductFilter, $orderBy: ProductOrder, $after: String) {
  products(filter: $filter, orderBy: $orderBy, after: $after) { nodes { id name } pageInfo { endCursor } } }`;
const COUNTED = 'query ($filter: ProductFilter) { products(filter: $filter, first: 1) { totalCount } }';
const LOOKUP = 'query ($id: ID!) { product(id: $id) { id name } }';

const clock = () => new Date();
const say = (line: string) => process.stdout.write(`${line}\n`);

const folder = join(process.env['DATA_DIR'] ?? join(import.meta.dirname, '../../.data'), 'bench-products');
await mkdir(folder, { recursive: true });
await using embedded = await startEmbedded(join(folder, `${COUNT}.sqlite`));
const database = await connectMongo({ url: embedded.url, name: 'bench' });
const collections = collectionsOf(database.db);
await ensureIndexes(collections);
const deps = { ...collections, clock, newId: newUuid };

const catalogue = await loadCatalogue(deps, COUNT, say);

const identities = testIdentities(clock);
const server = await createProducts({
  database,
  clock,
  newId: newUuid,
  log: silentLog,
  verifyIdentity: identities.verify,
});
await using client = await testClient(server, identities);
const ask = client.as({ service: 'gateway', user: { id: newUuid(), roles: ['STAFF'] } });

/**
 * The times of each measurement in milliseconds, by name. Each round measures everything once, so that other
 * work on the machine affects all alike.
 */
const times = new Map<string, number[]>();
for (let round = 0; round < ROUNDS; round++) {
  await timed('lookup', LOOKUP, { id: idOf(3, (round * 7919) % COUNT) });
  for (const [name, filter] of Object.entries(filtersOf(catalogue))) {
    for (const orderBy of PRODUCT_ORDERS) {
      const { products } = await timed(`${name} ${orderBy}`, PAGE, { filter, orderBy });
      const after = products.nodes.length === 20 ? products.pageInfo.endCursor : null;
      if (after) await timed(`${name} ${orderBy} next`, PAGE, { filter, orderBy, after });
    }
    await timed(`${name} count`, COUNTED, { filter });
  }
}
await database.end();

const lookup = median('lookup');
say(`Median of ${ROUNDS} rounds, ms: first page / next page. A product by its id: ${lookup.toFixed(1)}.\n`);
say(`| filter | ${PRODUCT_ORDERS.join(' | ')} | totalCount | slowest page / by id |`);
say(`|---|${PRODUCT_ORDERS.map(() => '---:|').join('')}---:|---:|`);
for (const name of Object.keys(filtersOf(catalogue))) {
  const pages = PRODUCT_ORDERS.map((orderBy) => [
    median(`${name} ${orderBy}`),
    median(`${name} ${orderBy} next`),
  ]);
  const slowest = Math.max(...pages.flat().filter((time) => !Number.isNaN(time)));
  const cells = [...pages.map((page) => page.map(shown).join(' / ')), shown(median(`${name} count`))];
  say(`| ${[name, ...cells, (slowest / lookup).toFixed(1)].join(' | ')} |`);
}

async function timed(name: string, query: string, variables: Record<string, unknown>) {
  const start = performance.now();
  const { data, errors } = await ask(query, variables);
  const time = performance.now() - start;
  if (errors) throw new Error(JSON.stringify(errors));
  times.set(name, [...(times.get(name) ?? []), time]);
  return data;
}

/** Returns NaN when there was no measurement. */
function median(name: string): number {
  const sorted = (times.get(name) ?? []).toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function shown(time: number): string {
  return Number.isNaN(time) ? '–' : time.toFixed(1);
}
