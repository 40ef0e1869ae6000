import { NAMES_NO_INDEX, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { ANONYMOUS, callerOf } from './support/callers.ts';
import { testProducts } from './support/testProducts.ts';

const seller = newUuid();
const roles = {
  anonymous: ANONYMOUS,
  customer: callerOf(newUuid(), 'CUSTOMER'),
  otherCustomer: callerOf(newUuid(), 'CUSTOMER'),
  vendor: callerOf(seller, 'VENDOR'),
  otherVendor: callerOf(newUuid(), 'VENDOR'),
  staff: callerOf(newUuid(), 'STAFF'),
  admin: callerOf(newUuid(), 'ADMIN'),
};

const UPDATE = `mutation ($id: ID!, $expectedVersion: Int!, $input: UpdateProductInput!) {
  updateProduct(id: $id, expectedVersion: $expectedVersion, input: $input) {
    version slug name description status category { id } attributes imageUrl } }`;
const PRICE = `mutation ($id: ID!, $expectedVersion: Int!, $price: MoneyInput!) {
  changePrice(id: $id, expectedVersion: $expectedVersion, price: $price) { version price { amount } } }`;

unlessFerretdb(test, NAMES_NO_INDEX)('each role may do exactly what it is allowed to', async () => {
  await using catalogue = await testProducts();
  const rows = await Promise.all(
    Object.entries(roles).map(async ([name, caller], n) => {
      const as = catalogue.as(caller);
      const { id } = await catalogue.addProduct({ sellerId: seller });
      const category = await catalogue.addCategory({ name: 'Shelves' });
      const answers = [
        await as(
          `mutation { createProduct(input: { sku: "N-${n}", name: "New", price: { amount: "1" } }) { id } }`,
        ),
        await as(UPDATE, { id, expectedVersion: 1, input: { name: 'Stool' } }),
        await as(PRICE, { id, expectedVersion: 2, price: { amount: '2.00' } }),
        await as(`mutation { archiveProduct(id: "${id}") { status } }`),
        await as(`mutation { createCategory(input: { name: "Stools" }) { id } }`),
        await as(`mutation { updateCategory(id: "${category.id}", input: { name: "Boards" }) { name } }`),
        await as(`mutation { deleteCategory(id: "${category.id}") }`),
      ];
      return [name, answers.map(({ errors }) => errors?.[0]?.extensions?.['code'] ?? 'done').join(' ')];
    }),
  );
  const [unknown, no] = [Array(7).fill('UNAUTHENTICATED').join(' '), Array(7).fill('FORBIDDEN').join(' ')];
  const notCategories = 'FORBIDDEN FORBIDDEN FORBIDDEN';
  const all = Array(7).fill('done').join(' ');
  expect(Object.fromEntries(rows)).toEqual({
    anonymous: unknown,
    customer: no,
    otherCustomer: no,
    vendor: `done done done done ${notCategories}`,
    otherVendor: `done NOT_FOUND NOT_FOUND NOT_FOUND ${notCategories}`,
    staff: all,
    admin: all,
  });
});
