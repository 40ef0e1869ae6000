/**
 * Stops stock, edits and creations at every point, by `stepped`: every order of their writes must have the
 * same result.
 */
import { NOT_ATOMIC, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { newUuid } from '@holdfast/kit-base/ids';
import { MongoServerError } from 'mongodb';
import { expect, test } from 'vitest';
import type { Dependencies } from '../../src/context.ts';
import { changePrice } from '../../src/products/changePrice.ts';
import { createProduct } from '../../src/products/createProduct.ts';
import { updateProduct } from '../../src/products/updateProduct.ts';
import { recordStock } from '../../src/stock/queries.ts';
import { takeStock } from '../../src/stock/takeStock.ts';
import { buildStock, usd } from '../support/builders.ts';
import { STAFF } from '../support/callers.ts';
import { stepped } from '../support/stepped.ts';
import { testProducts } from '../support/testProducts.ts';
import { list, place } from './stockLists.ts';

test('stock that arrives while its product is created is not lost, at whatever point', async () => {
  await using catalogue = await testProducts();
  const { deps } = catalogue;
  for (let point = 0; point < 6; point++) {
    const id = newUuid();
    const product = { id, sku: id, name: id, price: usd('1') };
    const creation = stepped(deps, (stopped) => createProduct(stopped, product));
    await creation.run(point);
    await takeStock(deps, buildStock(id, 2, 1));
    await creation.run(20);
    expect((await deps.products.findOne({ _id: id }))?.inStock, `point ${point}`).toBe(true);
  }
});

unlessFerretdb(test, NOT_ATOMIC)('many versions and edits at once: the last of both wins', async () => {
  await using catalogue = await testProducts();
  const { deps } = catalogue;
  const { id } = await catalogue.addProduct();
  const versions = Array.from({ length: 20 }, (_, n) => buildStock(id, n % 2, n + 1));
  const edit = async () => {
    for (let expectedVersion = 1; expectedVersion <= 10; expectedVersion++) {
      await changePrice(deps, STAFF, { id, expectedVersion, price: usd(String(expectedVersion)) });
    }
  };
  await Promise.all([edit(), ...versions.toReversed().map((said) => takeStock(deps, said))]);
  expect(await place(catalogue)).toBe('in');
  expect(await deps.products.findOne({ _id: id })).toMatchObject({ version: 11, stockVersion: 20 });
});

test('an edit and new stock, each stopped anywhere while the other happens: both take effect in every list', async () => {
  await using catalogue = await testProducts();
  const { deps } = catalogue;
  for (const first of ['edit', 'stock'] as const) {
    for (let point = 0; point < 8; point++) {
      const category = await catalogue.addCategory({ name: newUuid() });
      const { id, sku } = await catalogue.addProduct({ name: newUuid() });
      const input = { categoryId: category.id };
      const work = {
        edit: (by: Dependencies) => updateProduct(by, STAFF, { id, expectedVersion: 1, input }),
        stock: (by: Dependencies) => takeStock(by, buildStock(id, 3, 1)),
      };
      const stopped = stepped(deps, work[first]);
      await stopped.run(point);
      await work[first === 'edit' ? 'stock' : 'edit'](deps);
      await stopped.run(40);
      const filter = { categoryId: category.id };
      expect(await list(catalogue, { ...filter, inStock: true }), `${first} ${point}`).toEqual([sku]);
      expect(await list(catalogue, { ...filter, inStock: false }), `${first} ${point}`).toEqual([]);
      expect(await deps.products.findOne({ _id: id })).toMatchObject({ version: 2, stockVersion: 1 });
    }
  }
});

test('two versions, the older stopped anywhere while the newer arrives: the newer wins', async () => {
  await using catalogue = await testProducts();
  const { deps } = catalogue;
  for (let point = 0; point < 6; point++) {
    const { id } = await catalogue.addProduct({ name: newUuid() });
    const stopped = stepped(deps, (by) => takeStock(by, buildStock(id, 3, 1)));
    await stopped.run(point);
    await takeStock(deps, buildStock(id, 0, 2));
    await stopped.run(40);
    expect(await deps.products.findOne({ _id: id })).toMatchObject({ inStock: false, stockVersion: 2 });
  }
});

test.each([
  [5, 0],
  [0, 5],
  [4, 5],
])(
  'a stock of %i units, stopped anywhere while a newer one of %i arrives: the newer wins',
  async (older, newer) => {
    await using catalogue = await testProducts();
    const { deps } = catalogue;
    for (let point = 0; point < 10; point++) {
      const { id, sku } = await catalogue.addProduct({ name: newUuid() });
      await takeStock(deps, buildStock(id, 3, 1));
      const stopped = stepped(deps, (by) => takeStock(by, buildStock(id, older, 2)));
      await stopped.run(point);
      await takeStock(deps, buildStock(id, newer, 3));
      await stopped.run(40);
      const product = await deps.products.findOne({ _id: id });
      expect(product, `point ${point}`).toMatchObject({ inStock: newer > 0, stockVersion: 3 });
      expect((await list(catalogue, { inStock: true })).includes(sku)).toBe(newer > 0);
    }
  },
);

test('of two first versions at once, one insert is refused, and its process looks again', async () => {
  await using catalogue = await testProducts();
  const { stock: collection } = catalogue.deps;
  const id = newUuid();
  let calls = 0;
  // The server lets both insert, the older one first.
  const racing: Pick<typeof collection, 'updateOne'> = {
    updateOne: async (...given) => {
      if (calls++ > 0) return collection.updateOne(...given);
      await recordStock(collection, buildStock(id, 0, 1));
      throw new MongoServerError({ message: 'E11000 duplicate key error', code: 11_000 });
    },
  };
  await recordStock(racing, buildStock(id, 5, 2));
  expect(await collection.findOne({ _id: id })).toEqual({ _id: id, available: 5, version: 2 });
});
