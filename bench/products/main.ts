/**
 * How long the products subgraph takes for a page of 20 of a large catalogue, over HTTP, on the embedded MongoDB:
 * `node bench/products/main.ts [number of products]`. Prints the median and the slowest of each filter in each order.
 */
import { testClient } from '../../dev/src/testing/graphql.ts';
import { testIdentities } from '../../dev/src/testing/identities.ts';
import { newUuid } from '../../kit/src/ids.ts';
import { silentLog } from '../../kit/src/log.ts';
import { connectMongo } from '../../kit/src/mongo.ts';
import { createCategory } from '../../subgraphs/products/src/createCategory.ts';
import { PRODUCT_ORDERS } from '../../subgraphs/products/src/domain/productOrder.ts';
import { ensureIndexes } from '../../subgraphs/products/src/indexes.ts';
import { createProducts } from '../../subgraphs/products/src/server.ts';
import { collectionsOf, type ProductDocument } from '../../subgraphs/products/src/store/collections.ts';
import { productDocuments } from './data.ts';
import { startEmbedded } from './embedded.ts';

const COUNT = Number(process.argv[2] ?? 100_000);
/** Few enough that the server, which does one thing at a time, answers the driver's heartbeat in between. */
const BATCH = 100;
const RUNS = 21;
const PAGE = `query ($filter: ProductFilter, $orderBy: ProductOrder, $after: String) {
  products(filter: $filter, orderBy: $orderBy, after: $after) { nodes { id name } pageInfo { endCursor } } }`;

const clock = () => new Date();
const say = (line: string) => process.stdout.write(`${line}\n`);

await using embedded = await startEmbedded();
const database = await connectMongo({ url: embedded.url, name: 'bench' });
const collections = collectionsOf(database.db);
await ensureIndexes(collections);
const deps = { ...collections, clock, newId: newUuid };

const top = await createCategory(deps, { name: 'Top' });
const categoryIds: string[] = [];
for (let n = 0; n < 40; n++) {
  const parentId = categoryIds[n % 8] && n >= 8 ? (categoryIds[n % 8] ?? null) : top.id;
  categoryIds.push((await createCategory(deps, { name: `Category ${n}`, parentId })).id);
}
const sellerIds = Array.from({ length: 50 }, newUuid);
const started = performance.now();
const documents = productDocuments(COUNT, { categoryIds, sellerIds });
for (let left = COUNT; left > 0; left -= BATCH) {
  const batch: ProductDocument[] = [];
  while (batch.length < Math.min(BATCH, left)) {
    const { value, done } = documents.next();
    if (done) break;
    batch.push(value);
  }
  await collections.products.insertMany(batch);
}
say(`${COUNT} products loaded in ${((performance.now() - started) / 1000).toFixed(0)} s`);

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

const [sellerId] = sellerIds;
const leaf = categoryIds.at(-1);
const FILTERS: Readonly<Record<string, object>> = {
  none: {},
  'category of 1/40': { categoryId: leaf },
  'category and below (5/40)': { categoryId: categoryIds[0] },
  'category and below (all)': { categoryId: top.id },
  'kind SEAT': { kind: 'SEAT' },
  'seller of 1/50': { sellerId },
  'price 10 to 50': { minPrice: '10', maxPrice: '50' },
  'price 900 and more': { minPrice: '900' },
  'price 20.00 to 20.10': { minPrice: '20.00', maxPrice: '20.10' },
  'price that nothing has': { minPrice: '5000' },
  'status DRAFT': { status: 'DRAFT' },
  'search oak': { search: 'oak' },
  'search c': { search: 'c' },
  'search oak chair': { search: 'oak chair' },
  'search ben-000042': { search: 'BEN-000042' },
  'search nothing': { search: 'zeppelin' },
  'search lamp, category 1/40': { search: 'lamp', categoryId: leaf },
  'search lamp, price 20.00 to 20.10': { search: 'lamp', minPrice: '20.00', maxPrice: '20.10' },
  'category 1/40, SEAT, price 10 to 50': { categoryId: leaf, kind: 'SEAT', minPrice: '10', maxPrice: '50' },
  'seller 1/50, category 1/40': { sellerId, categoryId: leaf },
};

say('ms: median of the first page / of the second page / the slowest');
for (const [name, filter] of Object.entries(FILTERS)) {
  const cells: string[] = [];
  for (const orderBy of PRODUCT_ORDERS) {
    const [first, second]: number[][] = [[], []];
    for (let run = 0; run < RUNS; run++) {
      const { time, after } = await timed({ filter, orderBy });
      first?.push(time);
      if (after) second?.push((await timed({ filter, orderBy, after })).time);
    }
    const all = [...(first ?? []), ...(second ?? [])];
    cells.push(`${orderBy} ${median(first)}/${median(second)}/${Math.max(...all).toFixed(0)}`);
  }
  say(`${name.padEnd(38)}${cells.map((cell) => cell.padEnd(24)).join('')}`);
}
await database.end();

async function timed(variables: Record<string, unknown>): Promise<{ time: number; after: string | null }> {
  const start = performance.now();
  const { data, errors } = await ask(PAGE, variables);
  const time = performance.now() - start;
  if (errors) throw new Error(JSON.stringify(errors));
  return { time, after: data.products.nodes.length === 20 ? data.products.pageInfo.endCursor : null };
}

function median(times: readonly number[] = []): string {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]?.toFixed(1) ?? '-';
}
