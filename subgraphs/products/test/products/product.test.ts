import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { archiveProduct } from '../../src/products/archiveProduct.ts';
import { STAFF } from '../support/callers.ts';
import { testProducts } from '../support/testProducts.ts';

const FIELDS = `id sku slug name description kind status price { amount currency } category { slug } attributes imageUrl
  seller { __typename id } version createdAt updatedAt`;

test('a product is found by id, SKU or slug, with everything it has', async () => {
  await using catalogue = await testProducts();
  const sellerId = newUuid();
  const category = await catalogue.addCategory({ name: 'Chairs & Sofas' });
  const attributes = {
    colours: ['red', 'blue'],
    seats: 1,
    weight: 7.5,
    bulk: 5_000_000_000,
    made: { in: 'DE' },
    old: null,
  };
  const { id } = await catalogue.addProduct({
    sku: 'CHAIR-1',
    name: 'Café Stühlchen',
    description: 'To sit on.',
    price: { amount: '9007199254.99', currency: 'EUR' },
    categoryId: category.id,
    attributes,
    imageUrl: 'https://images.test/chair.webp',
    sellerId,
  });
  const expected = {
    id,
    sku: 'CHAIR-1',
    slug: 'cafe-stuhlchen',
    name: 'Café Stühlchen',
    description: 'To sit on.',
    kind: 'PHYSICAL',
    status: 'ACTIVE',
    price: { amount: '9007199254.99', currency: 'EUR' },
    category: { slug: 'chairs-sofas' },
    attributes,
    imageUrl: 'https://images.test/chair.webp',
    seller: { __typename: 'User', id: sellerId },
    version: 1,
    createdAt: '2026-11-20T12:00:00.000Z',
    updatedAt: '2026-11-20T12:00:00.000Z',
  };
  const keys = [`id: "${id}"`, 'sku: "CHAIR-1"', 'slug: "cafe-stuhlchen", id: null'];
  for (const key of keys) {
    expect(await catalogue.anonymous(`{ product(${key}) { ${FIELDS} } }`)).toEqual({
      data: { product: expected },
    });
  }
});

test.each([
  '{"a.b":1,"$x":{"$gt":""},"list":[{".":null}]}',
  '{"_bsontype":"ObjectId","in":{"_bsontype":"Binary","sub_type":0}}',
  '{"":{"":""},"\ue000":1,"\ue000JHg":2,"$ref":"x","$id":1,"constructor":1}',
])('attributes may have any names and come back unchanged: %s', async (text) => {
  await using catalogue = await testProducts();
  const { id } = await catalogue.addProduct({ attributes: JSON.parse(text) });
  const read = async () =>
    JSON.stringify(
      (await catalogue.anonymous(`{ product(id: "${id}") { attributes } }`)).data.product.attributes,
    );
  expect(await read()).toBe(text);
  const UPDATE = `mutation ($input: UpdateProductInput!, $version: Int!) {
    updateProduct(id: "${id}", expectedVersion: $version, input: $input) { attributes } }`;
  const change = async (version: number, input: object) => {
    const { data } = await catalogue.as({ service: 'gateway', user: { id: newUuid(), roles: ['STAFF'] } })(
      UPDATE,
      { version, input },
    );
    return JSON.stringify(data.updateProduct.attributes);
  };
  expect(await change(1, { name: 'Another name' }), 'a field that is left out stays').toBe(text);
  expect(await change(2, { attributes: { in: JSON.parse(text) } })).toBe(`{"in":${text}}`);
});

test('an attribute __proto__, which no request can contain, is data like any other', async () => {
  await using catalogue = await testProducts();
  const text = '{"__proto__":{"polluted":true},"a":{"__proto__":{"__proto__":[]}}}';
  const { id } = await catalogue.addProduct({ attributes: JSON.parse(text) });
  const { data } = await catalogue.anonymous(`{ product(id: "${id}") { attributes } }`);
  expect(JSON.stringify(data.product.attributes)).toBe(text);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('attributes stored before there was an escape are read unchanged', async () => {
  await using catalogue = await testProducts();
  const { id } = await catalogue.addProduct();
  const attributes = { seats: 1, '100%': { 'with space': [true] }, '\ue000none': 1 };
  await catalogue.deps.products.updateOne({ _id: id }, { $set: { attributes } });
  const { data } = await catalogue.anonymous(`{ product(id: "${id}") { attributes } }`);
  expect(data.product.attributes).toEqual(attributes);
});

test('missing optional fields are null, missing attributes are empty', async () => {
  await using catalogue = await testProducts();
  const { id } = await catalogue.addProduct({ kind: 'DIGITAL', price: { amount: '500', currency: 'JPY' } });
  const { data } = await catalogue.anonymous(`{ product(id: "${id}") { ${FIELDS} } }`);
  expect(data.product).toMatchObject({
    kind: 'DIGITAL',
    description: null,
    category: null,
    attributes: {},
    imageUrl: null,
    seller: null,
    price: { amount: '500', currency: 'JPY' },
  });
});

test.each([
  '',
  '(id: null)',
  '(sku: "A", slug: "a")',
  `(id: "${newUuid()}", sku: "A")`,
  '(id: "x")',
  '(id: "{\\"$gt\\":\\"\\"}")',
  '(sku: "")',
  '(sku: "a\\u0000")',
  `(slug: "${'a'.repeat(201)}")`,
])('exactly one well-formed key is needed: product%s', async (key) => {
  await using catalogue = await testProducts();
  const { data, errors } = await catalogue.anonymous(`{ product${key} { id } }`);
  expect(data).toEqual({ product: null });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', problems: [{}] });
});

test('a lone surrogate is not text', async () => {
  await using catalogue = await testProducts();
  const { errors } = await catalogue.anonymous('query ($sku: String) { product(sku: $sku) { id } }', {
    sku: '\ud800',
  });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', problems: [{ path: ['sku'] }] });
});

test('an unknown product is null, and text that looks like an operator is text', async () => {
  await using catalogue = await testProducts();
  await catalogue.addProduct();
  for (const key of [
    `id: "${newUuid()}"`,
    'sku: "NONE"',
    'slug: "none"',
    'sku: "{\\"$gt\\":\\"\\"}"',
    'slug: "$ne"',
  ]) {
    expect(await catalogue.anonymous(`{ product(${key}) { id } }`), key).toEqual({ data: { product: null } });
  }
});

test('archiving changes status, version and time together, once', async () => {
  await using catalogue = await testProducts();
  const { id } = await catalogue.addProduct();
  catalogue.pass(60);
  const results = await Promise.all(
    Array.from({ length: 8 }, () => archiveProduct(catalogue.deps, STAFF, id)),
  );
  for (const product of results) {
    expect(product).toMatchObject({ status: 'ARCHIVED', version: 2, updatedAt: catalogue.deps.clock() });
  }
  await expect(archiveProduct(catalogue.deps, STAFF, newUuid())).rejects.toMatchObject({
    extensions: { code: 'NOT_FOUND' },
  });
  await expect(archiveProduct(catalogue.deps, STAFF, 'x')).rejects.toMatchObject({
    extensions: { code: 'BAD_USER_INPUT' },
  });
});
