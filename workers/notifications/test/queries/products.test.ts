import { expect, test } from 'vitest';
import { readProduct, saveProduct } from '../../src/queries/products.ts';
import { newId } from '../builders.ts';
import { testDatabase } from '../support/worker.ts';

test('an older name of a product does not replace a newer one', async () => {
  await using postgres = await testDatabase();
  const { database } = postgres;
  const productId = newId();
  expect(await readProduct(database, productId)).toBeNull();
  for (const [version, name] of [
    [1, 'Grinder'],
    [3, 'Hand coffee grinder'],
    [2, 'Hand grinder'],
  ] as const) {
    await saveProduct(database, { productId, sku: `GRINDER-${version}`, name, version });
  }
  expect(await readProduct(database, productId)).toEqual({ sku: 'GRINDER-3', name: 'Hand coffee grinder' });
});
