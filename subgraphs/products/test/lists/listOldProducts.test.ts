import { expect, test } from 'vitest';
import { listOldProducts } from '../../src/lists/listOldProducts.ts';
import { testProducts } from '../support/testProducts.ts';

test('products written before list keys existed get them', async () => {
  await using catalogue = await testProducts();
  const { id } = await catalogue.addProduct({ name: 'Old chair' });
  const gone = { listKeys: '', nameKey: '', priceKey: '', priceHistory: '' } as const;
  await catalogue.deps.products.updateOne({ _id: id }, { $unset: gone });
  const found = async () =>
    (await catalogue.anonymous('{ products(filter: { search: "old" }) { nodes { id } } }')).data.products
      .nodes;
  expect(await found()).toEqual([]);
  await listOldProducts(catalogue.deps);
  expect(await found()).toEqual([{ id }]);
});
