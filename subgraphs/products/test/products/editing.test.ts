import { NAMES_NO_INDEX, NOT_ATOMIC, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { callerOf } from '../support/callers.ts';
import { testProducts } from '../support/testProducts.ts';

const seller = newUuid();
const vendor = callerOf(seller, 'VENDOR');
const staff = callerOf(newUuid(), 'STAFF');
const UPDATE = `mutation ($id: ID!, $expectedVersion: Int!, $input: UpdateProductInput!) {
  updateProduct(id: $id, expectedVersion: $expectedVersion, input: $input) {
    version slug name description status category { id } attributes imageUrl } }`;
const PRICE = `mutation ($id: ID!, $expectedVersion: Int!, $price: MoneyInput!) {
  changePrice(id: $id, expectedVersion: $expectedVersion, price: $price) { version price { amount } } }`;

unlessFerretdb(test, NAMES_NO_INDEX)(
  'a vendor sells what they create; what STAFF create has no seller',
  async () => {
    await using catalogue = await testProducts();
    const create = (sku: string) =>
      `mutation { createProduct(input: { sku: "${sku}", name: "Course", kind: SEAT, price: { amount: "5", currency: "EUR" },
      attributes: { days: 2 } }) { slug kind status version attributes price { amount currency } seller { id } } }`;
    const created = { slug: 'course', kind: 'SEAT', status: 'ACTIVE', version: 1, attributes: { days: 2 } };
    const price = { amount: '5.00', currency: 'EUR' };
    expect((await catalogue.as(vendor)(create('C-1'))).data.createProduct).toEqual({
      ...created,
      price,
      seller: { id: seller },
    });
    expect((await catalogue.as(staff)(create('C-2'))).data.createProduct).toMatchObject({
      slug: 'course-2',
      seller: null,
    });
    const { errors } = await catalogue.as(vendor)(create('C-1'));
    expect(errors?.[0]?.extensions?.['code']).toBe('CONFLICT');
  },
);

test('an update changes the given fields, clears those that are null, and keeps the rest and the slug', async () => {
  await using catalogue = await testProducts();
  const category = await catalogue.addCategory({ name: 'Chairs' });
  const { id, slug } = await catalogue.addProduct({
    description: 'To sit on.',
    attributes: { seats: 1 },
    imageUrl: '/a.webp',
    categoryId: category.id,
    sellerId: seller,
  });
  const update = async (expectedVersion: number, input: object) =>
    (await catalogue.as(vendor)(UPDATE, { id, expectedVersion, input })).data.updateProduct;
  const before = {
    slug,
    description: 'To sit on.',
    status: 'ACTIVE',
    category: { id: category.id },
    attributes: { seats: 1 },
    imageUrl: '/a.webp',
  };
  expect(await update(1, { name: 'Stool' })).toEqual({ ...before, version: 2, name: 'Stool' });
  const emptied = {
    description: null,
    categoryId: null,
    attributes: null,
    imageUrl: null,
    status: 'DRAFT',
  };
  expect(await update(2, emptied)).toEqual({
    version: 3,
    slug,
    name: 'Stool',
    status: 'DRAFT',
    description: null,
    category: null,
    attributes: {},
    imageUrl: null,
  });
  const found = async (search: string) =>
    (await catalogue.as(staff)(`{ products(filter: { search: "${search}", status: DRAFT }) { totalCount } }`))
      .data.products.totalCount;
  expect([await found('stool'), await found('chair'), await found('sit')]).toEqual([1, 0, 0]);
});

unlessFerretdb(test, NOT_ATOMIC)(
  'a stale version is a conflict that names the current one; of 16 at once one is written',
  async () => {
    await using catalogue = await testProducts();
    const { id } = await catalogue.addProduct();
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, n) =>
        n % 2 === 0
          ? catalogue.as(staff)(UPDATE, { id, expectedVersion: 1, input: { name: `Name ${n}` } })
          : catalogue.as(staff)(PRICE, { id, expectedVersion: 1, price: { amount: `${n}` } }),
      ),
    );
    const refused = answers.flatMap(({ errors = [] }) => errors);
    expect(refused).toHaveLength(15);
    for (const { extensions } of refused)
      expect(extensions).toMatchObject({ code: 'CONFLICT', currentVersion: 2 });
  },
);

test('every price that a product had is kept, with its time and the user who set it', async () => {
  await using catalogue = await testProducts();
  const { id } = await catalogue.addProduct({ sellerId: seller });
  const start = catalogue.deps.clock();
  catalogue.pass(60);
  const { data } = await catalogue.as(vendor)(PRICE, { id, expectedVersion: 1, price: { amount: '99' } });
  expect(data.changePrice).toEqual({ version: 2, price: { amount: '99.00' } });
  const stored = await catalogue.deps.products.findOne({ _id: id });
  expect(stored?.priceHistory).toEqual([
    { price: { minor: 12990n, currency: 'USD' }, at: start, by: null },
    { price: { minor: 9900n, currency: 'USD' }, at: catalogue.deps.clock(), by: seller },
  ]);
});

test('every problem of an update is reported at once, by its path', async () => {
  await using catalogue = await testProducts();
  const wrong = {
    name: '',
    description: 'a\0',
    categoryId: 'x',
    attributes: { text: 'a\0' },
    imageUrl: 'javascript:x',
  };
  const { errors } = await catalogue.as(staff)(UPDATE, { id: 'x', expectedVersion: 0, input: wrong });
  const paths = errors?.[0]?.extensions?.['problems'].map(({ path }: { path: string[] }) => path.join('.'));
  const expected = ['id', 'expectedVersion', ...Object.keys(wrong).map((name) => `input.${name}`)];
  expect(paths.sort()).toEqual(expected.sort());
  const { id } = await catalogue.addProduct();
  const unknown = await catalogue.as(staff)(UPDATE, {
    id,
    expectedVersion: 1,
    input: { categoryId: newUuid() },
  });
  expect(unknown.errors?.[0]?.extensions).toMatchObject({ problems: [{ path: ['input', 'categoryId'] }] });
  const price = await catalogue.as(staff)(PRICE, { id, expectedVersion: 1, price: { amount: '-1' } });
  expect(price.errors?.[0]?.extensions).toMatchObject({ problems: [{ path: ['price', 'amount'] }] });
});
