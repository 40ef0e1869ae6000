import { NAMES_NO_INDEX, ON_FERRETDB } from '@holdfast/dev/testing/ferretdb';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { usd } from '../support/builders.ts';
import { ANONYMOUS, callerOf } from '../support/callers.ts';
import { testProducts } from '../support/testProducts.ts';

const seller = newUuid();

const LIST = `query ($filter: ProductFilter, $orderBy: ProductOrder, $first: Int, $after: String) {
  products(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes { sku } totalCount pageInfo { hasNextPage endCursor } } }`;

async function shop() {
  const catalogue = await testProducts();
  const home = await catalogue.addCategory({ name: 'Home' });
  const chairs = await catalogue.addCategory({ name: 'Chairs', parentId: home.id });
  await catalogue.addProduct({ sku: 'A-1', name: 'Éclair tin', price: usd('10.00'), categoryId: home.id });
  catalogue.pass(1);
  await catalogue.addProduct({ sku: 'B-2', name: 'eclipse lamp', price: usd('30.00'), sellerId: seller });
  catalogue.pass(1);
  await catalogue.addProduct({
    sku: 'ECL-3',
    name: 'Zebra chair',
    price: usd('20.00'),
    categoryId: chairs.id,
  });
  catalogue.pass(1);
  const course = { kind: 'SEAT', description: 'About eclairs, and more.' } as const;
  await catalogue.addProduct({ sku: 'D-4', name: 'Baking', price: usd('20.00'), ...course });
  catalogue.pass(1);
  await catalogue.addProduct({ sku: 'X-5', name: 'Draft éclair', status: 'DRAFT', sellerId: seller });
  const ask = async (filter: object, more: object = {}, caller = ANONYMOUS) => {
    const { data, errors } = await catalogue.as(caller)(LIST, { filter, ...more });
    if (errors) return errors[0]?.extensions;
    expect(data.products.totalCount).toBe(data.products.nodes.length);
    return data.products.nodes.map(({ sku }: { sku: string }) => sku).join(' ');
  };
  return { ...catalogue, home, chairs, ask };
}

test('every filter and every order', async () => {
  await using catalogue = await shop();
  const { ask, home, chairs } = catalogue;
  expect(await ask({})).toBe('D-4 ECL-3 B-2 A-1');
  expect(await ask({}, { orderBy: 'NAME' })).toBe('D-4 A-1 B-2 ECL-3');
  expect(await ask({}, { orderBy: 'PRICE_ASC' })).toBe('A-1 ECL-3 D-4 B-2');
  expect(await ask({}, { orderBy: 'PRICE_DESC' })).toBe('B-2 D-4 ECL-3 A-1');
  expect(await ask({}, { orderBy: null })).toBe('D-4 ECL-3 B-2 A-1');
  expect(await ask({ categoryId: home.id })).toBe('ECL-3 A-1');
  expect(await ask({ categoryId: chairs.id })).toBe('ECL-3');
  expect(await ask({ categoryId: newUuid() })).toBe('');
  expect(await ask({ kind: 'SEAT' })).toBe('D-4');
  expect(await ask({ kind: 'PHYSICAL', categoryId: home.id })).toBe('ECL-3 A-1');
  expect(await ask({ sellerId: seller })).toBe('B-2');
  for (const orderBy of ['NEWEST', 'PRICE_DESC']) {
    expect(await ask({ minPrice: '20', maxPrice: '20.00' }, { orderBy })).toBe('D-4 ECL-3');
  }
  expect(await ask({ minPrice: '20.001' })).toBe('B-2');
  expect(await ask({ maxPrice: '19.999' })).toBe('A-1');
  expect(await ask({ maxPrice: '20', categoryId: home.id, kind: 'PHYSICAL' })).toBe('ECL-3 A-1');
});

test('words are found by their beginnings, ranked by their place, then in the requested order', async () => {
  await using catalogue = await shop();
  const { ask } = catalogue;
  expect(await ask({ search: 'ecl' })).toBe('B-2 A-1 ECL-3 D-4');
  expect(await ask({ search: 'ÉCL' }, { orderBy: 'PRICE_ASC' })).toBe('A-1 B-2 ECL-3 D-4');
  expect(await ask({ search: ' éclair ' })).toBe('A-1 D-4');
  expect(await ask({ search: 'eclairs' })).toBe('D-4');
  expect(await ask({ search: 'lamp ecli' })).toBe('B-2');
  expect(await ask({ search: 'chair ecl' })).toBe('ECL-3');
  expect(await ask({ search: 'baking eclairs' })).toBe('D-4');
  expect(await ask({ search: 'lamp baking' })).toBe('');
  expect(await ask({ search: 'ecl', kind: 'SEAT' })).toBe('D-4');
  expect(await ask({ search: 'ecl', maxPrice: '20' })).toBe('A-1 ECL-3 D-4');
  expect(await ask({ search: '' })).toBe('D-4 ECL-3 B-2 A-1');
});

test('a search text is text, never a pattern or an operator', async () => {
  await using catalogue = await shop();
  for (const search of ['.*', '^', '{"$gt":""}', '$where', 'n:', '*', 'eclips.q', '(', '\\w', '__proto__']) {
    expect(await catalogue.ask({ search }), search).toBe('');
  }
  for (const search of ['a\0', '\ud800', 'x'.repeat(101)]) {
    expect(await catalogue.ask({ search })).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ path: ['filter', 'search'] }],
    });
  }
});

test('every problem of a filter is reported at once', async () => {
  await using catalogue = await shop();
  const wrong = { categoryId: 'x', sellerId: '1', minPrice: '-1', maxPrice: '1.2345' };
  const refusal = await catalogue.ask(wrong);
  expect(refusal.problems.map(({ path }: { path: string[] }) => path[1]).sort()).toEqual(
    Object.keys(wrong).sort(),
  );
  expect(await catalogue.ask({ minPrice: '20.01', maxPrice: '20' })).toMatchObject({
    code: 'BAD_USER_INPUT',
    problems: [{ path: ['filter', 'minPrice'] }],
  });
});

test('STAFF list products that are not on sale, and sellers list their own', async () => {
  await using catalogue = await shop();
  const roles = {
    anonymous: ANONYMOUS,
    customer: callerOf(newUuid(), 'CUSTOMER'),
    otherVendor: callerOf(newUuid(), 'VENDOR'),
    vendor: callerOf(seller, 'VENDOR'),
    staff: callerOf(newUuid(), 'STAFF'),
    admin: callerOf(newUuid(), 'ADMIN'),
  };
  const rows = await Promise.all(
    Object.entries(roles).map(async ([name, caller]) => {
      const all = await catalogue.ask({ status: 'DRAFT' }, {}, caller);
      const own = await catalogue.ask({ status: 'DRAFT', sellerId: seller }, {}, caller);
      return [name, [all.code ?? all, own.code ?? own]];
    }),
  );
  const neither = ['FORBIDDEN', 'FORBIDDEN'];
  expect(Object.fromEntries(rows)).toEqual({
    anonymous: ['UNAUTHENTICATED', 'UNAUTHENTICATED'],
    customer: neither,
    otherVendor: neither,
    vendor: ['FORBIDDEN', 'X-5'],
    staff: ['X-5', 'X-5'],
    admin: ['X-5', 'X-5'],
  });
});

// FerretDB 1.24 does not name the unique index that refused a write, so it cannot hold several products with
// one name.
test.skipIf(ON_FERRETDB).each(['NEWEST', 'NAME', 'PRICE_ASC', 'PRICE_DESC'])(
  `pages of a search in the order %s contain each product once, across all ranks and equal values${ON_FERRETDB ? ` (${NAMES_NO_INDEX})` : ''}`,
  async (orderBy) => {
    await using catalogue = await testProducts();
    for (let n = 0; n < 24; n++) {
      if (n % 4 === 0) catalogue.pass(1);
      const price = { amount: String(n % 3), currency: 'USD' };
      const place = [{ name: 'Oak' }, { sku: `OAK-${n}` }, { description: 'Of oak.' }][n % 3];
      await catalogue.addProduct({ price, ...place });
    }
    const pages = async (first: number) => {
      const skus: string[] = [];
      for (let after: string | null = null, more = true; more; ) {
        const variables = { filter: { search: 'oak' }, orderBy, first, after };
        const { data } = await catalogue.anonymous(LIST, variables);
        expect(data.products.totalCount).toBe(24);
        skus.push(...data.products.nodes.map(({ sku }: { sku: string }) => sku));
        after = data.products.pageInfo.endCursor;
        more = data.products.pageInfo.hasNextPage;
      }
      return skus;
    };
    const whole = await pages(100);
    expect(new Set(whole).size).toBe(24);
    expect(await pages(5)).toEqual(whole);
    const other = orderBy === 'NAME' ? 'NEWEST' : 'NAME';
    const { data } = await catalogue.anonymous(LIST, { orderBy, first: 1 });
    const { errors } = await catalogue.anonymous(LIST, {
      orderBy: other,
      after: data.products.pageInfo.endCursor,
    });
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  },
);
