import { NAMES_NO_INDEX, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import type { NewProduct } from '../../src/products/createProduct.ts';
import { testProducts } from '../support/testProducts.ts';

const indexTest = unlessFerretdb(test, NAMES_NO_INDEX);

const CONFLICT = { extensions: { code: 'CONFLICT' } };

indexTest('32 concurrent products with one name get 32 slugs', async () => {
  await using catalogue = await testProducts();
  const products = await Promise.all(
    Array.from({ length: 32 }, () => catalogue.addProduct({ name: 'Chair' })),
  );
  const expected = ['chair', ...Array.from({ length: 31 }, (_, n) => `chair-${n + 2}`)];
  expect(products.map(({ slug }) => slug).sort()).toEqual(expected.sort());
});

indexTest('a number that a name already contains is skipped', async () => {
  await using catalogue = await testProducts();
  const slugs = [];
  for (const name of ['Chair 2', 'Chair', 'Chair', 'Chair 2'])
    slugs.push((await catalogue.addProduct({ name })).slug);
  expect(slugs).toEqual(['chair-2', 'chair', 'chair-3', 'chair-2-2']);
});

test('of 32 concurrent products with one SKU exactly one is added', async () => {
  await using catalogue = await testProducts();
  const results = await Promise.allSettled(
    Array.from({ length: 32 }, (_, n) => catalogue.addProduct({ sku: 'ONE', name: `Chair ${n % 4}` })),
  );
  const refused = results.filter((result) => result.status === 'rejected');
  expect(refused).toHaveLength(31);
  for (const { reason } of refused) expect(reason).toMatchObject(CONFLICT);
  expect(await catalogue.deps.products.countDocuments()).toBe(1);
});

test('an id that is taken is a conflict', async () => {
  await using catalogue = await testProducts();
  const { id } = await catalogue.addProduct();
  await expect(catalogue.addProduct({ id })).rejects.toMatchObject(CONFLICT);
});

test('the price is stored as a 64-bit integer of minor units', async () => {
  await using catalogue = await testProducts();
  const { id } = await catalogue.addProduct({ price: { amount: '0.10', currency: 'EUR' } });
  const asStored = await catalogue.deps.products.findOne({ _id: id, 'price.minor': { $type: 'long' } });
  expect(asStored?.price).toEqual({ minor: 10n, currency: 'EUR' });
  expect(asStored?.version).toBe(1);
});

test('a category that does not exist is bad input', async () => {
  await using catalogue = await testProducts();
  await expect(catalogue.addProduct({ categoryId: newUuid() })).rejects.toMatchObject({
    extensions: { code: 'BAD_USER_INPUT', problems: [{ path: ['categoryId'] }] },
  });
});

test('every problem is reported at once', async () => {
  await using catalogue = await testProducts();
  const wrong: Partial<NewProduct> = {
    id: '1',
    sku: 'no spaces',
    name: '',
    description: 'a\0',
    price: { amount: '1.999', currency: 'USD' },
    categoryId: 'x',
    attributes: { text: 'a\0' },
    imageUrl: 'javascript:alert(1)',
    sellerId: 'x',
  };
  const error = await catalogue.addProduct(wrong).catch((reason: unknown) => reason);
  const { code, problems } = (error as { extensions: { code: string; problems: { path: unknown[] }[] } })
    .extensions;
  expect(code).toBe('BAD_USER_INPUT');
  expect(problems.map(({ path }) => path.join('.')).sort()).toEqual([
    'attributes',
    'categoryId',
    'description',
    'id',
    'imageUrl',
    'name',
    'price.amount',
    'sellerId',
    'sku',
  ]);
});
