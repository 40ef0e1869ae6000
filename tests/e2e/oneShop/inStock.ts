/**
 * The stock shown in product lists, in a whole shop: soon after a change, and for stock older than the lists.
 */
import { newUuid } from '@holdfast/kit-base/ids';
import { connectMongo } from '@holdfast/kit-mongo/mongo';
import { expect, test } from 'vitest';
import { collectionsOf } from '../../../subgraphs/products/src/database/collections.ts';
import { orderOf, PLACE_ORDER } from '../shop.ts';
import { shop } from './shop.ts';

/** Milliseconds. Long enough for a busy machine. */
const SOON = { timeout: 30_000 };

const LIST = `query ($filter: ProductFilter, $after: String) {
  products(first: 100, filter: $filter, after: $after) { nodes { id inStock } pageInfo { hasNextPage endCursor } } }`;

/** Returns all products of the list. */
async function listed(filter: object, after?: string): Promise<{ id: string; inStock: boolean }[]> {
  const { data, errors } = await shop.query(LIST, { filter, after });
  if (errors) throw new Error(errors[0]?.message);
  const { nodes, pageInfo } = data.products;
  return pageInfo.hasNextPage ? [...nodes, ...(await listed(filter, pageInfo.endCursor))] : nodes;
}

const idsOf = async (filter: object) => (await listed(filter)).map(({ id }) => id);

test('the lists agree with inventory, after the demo data, after a sale, and after a start on old data', async () => {
  const isRight = async () => {
    const [yes, no] = [await listed({ inStock: true }), await listed({ inStock: false })];
    const all = await listed({});
    return (
      yes.length + no.length === all.length &&
      yes.every(({ inStock }) => inStock) &&
      no.every(({ inStock }) => !inStock)
    );
  };
  await expect.poll(isRight, SOON).toBe(true);
  expect((await listed({ inStock: true })).length).toBeGreaterThan(5);

  const word = `w${newUuid().slice(-9)}`;
  const id = await shop.product(2, { name: word });
  const inStock = () => idsOf({ inStock: true, search: word });
  const outOfStock = () => idsOf({ inStock: false, search: word });
  await expect.poll(inStock, SOON).toEqual([id]);
  const customer = await shop.customer();
  const { data } = await customer.query(PLACE_ORDER, orderOf(id, 2));
  expect(data.placeOrder.order.status).toBe('CONFIRMED');
  await expect.poll(inStock, SOON).toEqual([]);
  await expect.poll(outOfStock, SOON).toEqual([id]);

  // The data that a version of products without this consumer would have left.
  await using database = await productsDatabase();
  const { products, stock } = collectionsOf(database.db);
  await stock.deleteMany({});
  await products.updateMany({}, { $unset: { inStock: '', stockVersion: '' } });
  shop.holdfast.program('products')?.kill('SIGKILL');
  await expect.poll(() => products.countDocuments({ stockVersion: { $gte: 0 } }), SOON).toBeGreaterThan(5);
  await expect.poll(() => isRight().catch(() => false), SOON).toBe(true);
  expect(await outOfStock()).toEqual([id]);
});

async function productsDatabase() {
  const mongo = await connectMongo({ url: shop.holdfast.databases.urls.mongo.products, name: 'tests' });
  return { ...mongo, [Symbol.asyncDispose]: mongo.end };
}
