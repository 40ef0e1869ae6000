import { NAMES_NO_INDEX, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { archiveProduct } from '../../src/products/archiveProduct.ts';
import { STAFF } from '../support/callers.ts';
import { testProducts } from '../support/testProducts.ts';

const indexTest = unlessFerretdb(test, NAMES_NO_INDEX);

const PAGE =
  'edges { cursor node { id } } nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

test('250 products come in pages of 100, each once, newest first, even those created at one moment', async () => {
  await using catalogue = await testProducts();
  const created: string[] = [];
  for (let n = 0; n < 250; n++) {
    if (n % 7 === 0) catalogue.pass(1);
    created.push((await catalogue.addProduct({ name: `Product ${n}` })).id);
  }
  const pages = [];
  let after: string | null = null;
  do {
    const { data } = await catalogue.anonymous(
      `query ($after: String) { products(first: 100, after: $after) { ${PAGE} } }`,
      { after },
    );
    pages.push(data.products);
    after = data.products.pageInfo.hasNextPage ? data.products.pageInfo.endCursor : null;
  } while (after !== null);

  expect(pages.map(({ nodes }) => nodes.length)).toEqual([100, 100, 50]);
  expect(pages.flatMap(({ nodes }) => nodes.map(({ id }: { id: string }) => id))).toEqual(
    created.toReversed(),
  );
  expect(pages.map(({ pageInfo }) => [pageInfo.hasPreviousPage, pageInfo.hasNextPage])).toEqual([
    [false, true],
    [true, true],
    [true, false],
  ]);
  for (const { totalCount, edges, nodes, pageInfo } of pages) {
    expect(totalCount).toBe(250);
    expect(edges.map(({ node }: { node: object }) => node)).toEqual(nodes);
    expect([pageInfo.startCursor, pageInfo.endCursor]).toEqual([edges.at(0).cursor, edges.at(-1).cursor]);
    expect(pageInfo.endCursor).toMatch(/^[\w-]+$/);
  }
});

indexTest('a page stays where it is while the catalogue grows and shrinks', async () => {
  await using catalogue = await testProducts();
  const ids: string[] = [];
  for (let n = 0; n < 6; n++) {
    catalogue.pass(1);
    ids.unshift((await catalogue.addProduct()).id);
  }
  const page = async (after: string | null) => {
    const query = `query ($after: String) { products(first: 2, after: $after) { nodes { id } pageInfo { endCursor } } }`;
    return (await catalogue.anonymous(query, { after })).data.products;
  };
  const first = await page(null);
  catalogue.pass(1);
  await catalogue.addProduct();
  await archiveProduct(catalogue.deps, STAFF, ids[1]!);
  const second = await page(first.pageInfo.endCursor);
  expect(second.nodes.map(({ id }: { id: string }) => id)).toEqual(ids.slice(2, 4));
});

indexTest('lists contain the products on sale: of all, of a category itself, of a seller', async () => {
  await using catalogue = await testProducts();
  const [sellerId, top] = [newUuid(), await catalogue.addCategory({ name: 'Furniture' })];
  const below = await catalogue.addCategory({ name: 'Chairs', parentId: top.id });
  const loose = await catalogue.addProduct();
  catalogue.pass(1);
  const inTop = await catalogue.addProduct({ categoryId: top.id, sellerId });
  catalogue.pass(1);
  const inBelow = await catalogue.addProduct({ categoryId: below.id, sellerId });
  await catalogue.addProduct({ status: 'DRAFT', categoryId: top.id, sellerId });
  await catalogue.addProduct({ status: 'ARCHIVED', categoryId: top.id, sellerId });
  const { data, errors } = await catalogue.anonymous(
    `query ($user: [_Any!]!) {
      products { nodes { id } totalCount }
      category(slug: "furniture") { products { nodes { id } totalCount } }
      _entities(representations: $user) { ... on User { id products(first: 1) { nodes { id } totalCount pageInfo { hasNextPage } } } }
    }`,
    { user: [{ __typename: 'User', id: sellerId }] },
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    products: { nodes: [{ id: inBelow.id }, { id: inTop.id }, { id: loose.id }], totalCount: 3 },
    category: { products: { nodes: [{ id: inTop.id }], totalCount: 1 } },
    _entities: [
      {
        id: sellerId,
        products: { nodes: [{ id: inBelow.id }], totalCount: 2, pageInfo: { hasNextPage: true } },
      },
    ],
  });
});

test('an empty list is also a page', async () => {
  await using catalogue = await testProducts();
  expect((await catalogue.anonymous(`{ products { ${PAGE} } }`)).data.products).toEqual({
    edges: [],
    nodes: [],
    totalCount: 0,
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  });
});

const cursor = (...key: unknown[]) => Buffer.from(JSON.stringify(key)).toString('base64url');

test.each([
  ['first', '(first: 0)'],
  ['first', '(first: -1)'],
  ['first', '(first: 101)'],
  ['after', '(after: "")'],
  ['after', '(after: "not a cursor")'],
  ['after', `(after: "${cursor('2026-11-20T12:00:00.000Z', newUuid())}")`],
  ['after', `(after: "${cursor('orders', 'NEWEST', '0', '2026-11-20T12:00:00.000Z', newUuid())}")`],
  ['after', `(after: "${cursor('products', 'NEWEST', '0', 'yesterday', newUuid())}")`],
  ['after', `(after: "${cursor('products', 'NEWEST', '0', '2026-11-20T12:00:00.000Z', 'x')}")`],
  ['after', `(after: "${cursor('products', 'NEWEST', '0', { $gt: '' }, newUuid())}")`],
])('an impossible page is refused: %s of products%s', async (argument, page) => {
  await using catalogue = await testProducts();
  const { data, errors } = await catalogue.anonymous(`{ products${page} { nodes { id } } }`);
  expect(data).toEqual({ products: null });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', problems: [{ path: [argument] }] });
});

indexTest('the only page of a list has no next page', async () => {
  await using catalogue = await testProducts();
  for (let n = 0; n < 3; n++) await catalogue.addProduct();
  const { data } = await catalogue.anonymous(
    '{ products(first: 3) { nodes { id } pageInfo { hasNextPage } } }',
  );
  expect(data.products.pageInfo.hasNextPage).toBe(false);
  expect(data.products.nodes).toHaveLength(3);
});
