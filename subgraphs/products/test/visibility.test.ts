import { NAMES_NO_INDEX, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { archiveProduct } from '../src/products/archiveProduct.ts';
import { ANONYMOUS, callerOf, STAFF } from './support/callers.ts';
import { testProducts } from './support/testProducts.ts';

const indexTest = unlessFerretdb(test, NAMES_NO_INDEX);

const seller = newUuid();
const callers = {
  anonymous: ANONYMOUS,
  customer: callerOf(newUuid(), 'CUSTOMER'),
  otherVendor: callerOf(newUuid(), 'VENDOR'),
  seller: callerOf(seller, 'VENDOR'),
  staff: callerOf(newUuid(), 'STAFF'),
  ordersForCustomer: { ...callerOf(newUuid(), 'CUSTOMER'), service: 'orders' },
};

indexTest(
  'each caller sees exactly the products that exist for them, by product(…) and as an entity',
  async () => {
    await using catalogue = await testProducts();
    const draft = await catalogue.addProduct({ status: 'DRAFT', sellerId: seller });
    const active = await catalogue.addProduct({ sellerId: seller });
    const archived = await archiveProduct(
      catalogue.deps,
      STAFF,
      (await catalogue.addProduct({ sellerId: seller })).id,
    );
    const rows = await Promise.all(
      Object.entries(callers).map(async ([name, caller]) => {
        const { data, errors } = await catalogue.as(caller)(
          `query ($representations: [_Any!]!) {
          draft: product(id: "${draft.id}") { id }
          draftBySlug: product(slug: "${draft.slug}") { id }
          active: product(sku: "${active.sku}") { id }
          archived: product(id: "${archived.id}") { id }
          _entities(representations: $representations) { ... on Product { status } }
        }`,
          { representations: [draft, active, archived].map(({ id }) => ({ __typename: 'Product', id })) },
        );
        expect(errors).toBeUndefined();
        const seen = Object.keys(data).filter((key) => data[key]?.id);
        return [
          name,
          [...seen, ...data._entities.map((entity: { status: string } | null) => entity?.status)],
        ] as const;
      }),
    );
    const all = ['draft', 'draftBySlug', 'active', 'archived', 'DRAFT', 'ACTIVE', 'ARCHIVED'];
    const onSale = ['active', undefined, 'ACTIVE', 'ARCHIVED'];
    expect(Object.fromEntries(rows)).toEqual({
      anonymous: onSale,
      customer: onSale,
      otherVendor: onSale,
      seller: all,
      staff: all,
      ordersForCustomer: onSale,
    });
  },
);

test('a representation with anything but an id resolves to null', async () => {
  await using catalogue = await testProducts();
  await catalogue.addProduct({ sellerId: seller });
  await catalogue.addCategory({ name: 'Chairs' });
  const representations = ['Product', 'Category', 'User'].flatMap((__typename) =>
    [{ $ne: null }, 5, 'x', null, [seller]].map((id) => ({ __typename, id })),
  );
  const { data, errors } = await catalogue.anonymous(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Product { sku } ... on Category { slug } ... on User { products { totalCount } } } }`,
    { representations },
  );
  expect(errors).toBeUndefined();
  expect(data._entities).toEqual(representations.map(() => null));
});

test('the subgraph refuses requests without an identity', async () => {
  await using catalogue = await testProducts();
  const response = await fetch(`${catalogue.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ categories { id } }"}',
  });
  expect(response.status).toBe(401);
  expect((await fetch(`${catalogue.url}/health/ready`)).status).toBe(200);
});
