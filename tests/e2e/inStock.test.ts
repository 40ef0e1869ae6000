/**
 * The stock shown in product lists, in a whole shop: soon after a change, and for stock older than the lists.
 */
import { newUuid } from '@holdfast/kit-base/ids';
import { connectMongo } from '@holdfast/kit-mongo/mongo';
import { expect, test } from 'vitest';
import { collectionsOf } from '../../subgraphs/products/src/database/collections.ts';
import { orderOf, PLACE_ORDER, type Shop, startShop } from './shop.ts';

/** Milliseconds. Long enough for a busy machine. */
const SOON = { timeout: 30_000 };

const LIST = `query ($filter: ProductFilter) {
  products(first: 100, filter: $filter) { nodes { id inStock } pageInfo { hasNextPage } } }`;

async function listed({ query }: Shop, filter: object) {
  const { data, errors } = await query(LIST, { filter });
  if (errors) throw new Error(errors[0]?.message);
  expect(data.products.pageInfo.hasNextPage).toBe(false);
  return data.products.nodes as { id: string; inStock: boolean }[];
}

const idsOf = async (shop: Shop, filter: object) => (await listed(shop, filter)).map(({ id }) => id);

test('the lists agree with inventory, after the demo data, after a sale, and after a start on old data', async () => {
  await using shop = await startShop();
  const isRight = async () => {
    const [yes, no] = [await listed(shop, { inStock: true }), await listed(shop, { inStock: false })];
    const all = await listed(shop, {});
    return (
      yes.length + no.length === all.length &&
      yes.every(({ inStock }) => inStock) &&
      no.every(({ inStock }) => !inStock)
    );
  };
  await expect.poll(isRight, SOON).toBe(true);
  expect((await listed(shop, { inStock: true })).length).toBeGreaterThan(5);

  const word = `w${newUuid().slice(-9)}`;
  const id = await shop.product(2, { name: word });
  const inStock = () => idsOf(shop, { inStock: true, search: word });
  const outOfStock = () => idsOf(shop, { inStock: false, search: word });
  await expect.poll(inStock, SOON).toEqual([id]);
  const customer = await shop.customer();
  const { data } = await customer.query(PLACE_ORDER, orderOf(id, 2));
  expect(data.placeOrder.order.status).toBe('CONFIRMED');
  await expect.poll(inStock, SOON).toEqual([]);
  await expect.poll(outOfStock, SOON).toEqual([id]);

  // The data that a version of products without this consumer would have left.
  await using database = await productsDatabase(shop);
  const { products, stock } = collectionsOf(database.db);
  await stock.deleteMany({});
  await products.updateMany({}, { $unset: { inStock: '', stockVersion: '' } });
  shop.holdfast.program('products')?.kill('SIGKILL');
  await expect.poll(() => products.countDocuments({ stockVersion: { $gte: 0 } }), SOON).toBeGreaterThan(5);
  await expect.poll(() => isRight().catch(() => false), SOON).toBe(true);
  expect(await outOfStock()).toEqual([id]);
});

async function productsDatabase({ holdfast }: Shop) {
  const mongo = await connectMongo({ url: holdfast.databases.urls.mongo.products, name: 'tests' });
  return { ...mongo, [Symbol.asyncDispose]: mongo.end };
}
