import { expect, test } from 'vitest';
import { buildCaller } from '../support/builders.ts';
import { testInventory } from '../support/inventory.ts';
import { THRESHOLD } from '../support/operations.ts';
import { serve } from '../support/serve.ts';

const staff = buildCaller(['STAFF']);

test('setting the same threshold again gives the same answer', async () => {
  await using inventory = await testInventory();
  await using client = await serve(inventory);
  const warehouseId = await inventory.addWarehouse('BER');
  const productId = await inventory.addProduct({ [warehouseId]: 5 });
  const set = (threshold: number) => client.as(staff)(THRESHOLD, { productId, warehouseId, threshold });
  inventory.advance(60);
  const first = await set(3);
  expect(first.data.setReorderThreshold.updatedAt).toBe('2026-11-20T12:01:00.000Z');
  inventory.advance(60);
  expect(await set(3)).toEqual(first);
  expect((await set(4)).data.setReorderThreshold.updatedAt).toBe('2026-11-20T12:02:00.000Z');
});

test('an item at or below its threshold is low', async () => {
  await using inventory = await testInventory();
  await using client = await serve(inventory);
  const warehouseId = await inventory.addWarehouse('BER');
  const as = client.as(staff);
  const products: string[] = [];
  for (const units of [3, 4, 5, 6]) products.push(await inventory.addProduct({ [warehouseId]: units }));
  for (const productId of products) {
    const { data } = await as(THRESHOLD, { productId, warehouseId, threshold: 4 });
    expect(data.setReorderThreshold).toMatchObject({ reorderThreshold: 4 });
  }
  await inventory.reserve({ [products[2]!]: 1 });
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { data } = await as(
      `query ($after: String) { lowStock(first: 1, after: $after) {
        nodes { product { id } low } totalCount pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    expect(data.lowStock).toMatchObject({ totalCount: 3, nodes: [{ low: true }] });
    seen.push(data.lowStock.nodes[0].product.id);
    after = data.lowStock.pageInfo.hasNextPage ? data.lowStock.pageInfo.endCursor : null;
  } while (after);
  expect(seen).toEqual(products.slice(0, 3).toSorted());
});
