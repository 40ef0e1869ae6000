import { NAMES_NO_INDEX, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { testProducts } from './support/testProducts.ts';

const indexTest = unlessFerretdb(test, NAMES_NO_INDEX);

async function stocked() {
  const catalogue = await testProducts();
  const top = await catalogue.addCategory({ name: 'Top' });
  const categories = [];
  for (let n = 0; n < 10; n++) {
    categories.push(await catalogue.addCategory({ name: `Category ${n}`, parentId: top.id }));
  }
  const products = [];
  for (let n = 0; n < 50; n++) {
    products.push(await catalogue.addProduct({ categoryId: categories[n % 10]!.id, sellerId: newUuid() }));
  }
  return { ...catalogue, products };
}

indexTest('50 products with category and seller take one query per collection', async () => {
  await using catalogue = await stocked();
  const commands = await catalogue.commandsOf(async () => {
    const { data } = await catalogue.anonymous(
      '{ products(first: 50) { nodes { id category { name } seller { id } } } }',
    );
    expect(data.products.nodes).toHaveLength(50);
    expect(
      data.products.nodes.every((node: { category: object; seller: object }) => node.category && node.seller),
    ).toBe(true);
  });
  expect(commands).toEqual(['find products', 'find categories']);
});

indexTest(
  '50 entities take one query, and their categories with parents and children one per level',
  async () => {
    await using catalogue = await stocked();
    const commands = await catalogue.commandsOf(async () => {
      const { data } = await catalogue.anonymous(
        `query ($representations: [_Any!]!) { _entities(representations: $representations) {
        ... on Product { sku category { parent { slug } children { id } } } } }`,
        { representations: catalogue.products.map(({ id }) => ({ __typename: 'Product', id })) },
      );
      expect(data._entities.map(({ sku }: { sku: string }) => sku)).toEqual(
        catalogue.products.map(({ sku }) => sku),
      );
    });
    expect(commands.toSorted()).toEqual([
      'find categories',
      'find categories',
      'find categories',
      'find products',
    ]);
  },
);

indexTest('products are counted only when the query selects totalCount', async () => {
  await using catalogue = await stocked();
  const without = await catalogue.commandsOf(() => catalogue.anonymous('{ products { nodes { id } } }'));
  const withCount = await catalogue.commandsOf(() =>
    catalogue.anonymous('{ products { totalCount nodes { id } } }'),
  );
  expect(without).toEqual(['find products']);
  expect(withCount).toEqual(['find products', 'aggregate products']);
});
