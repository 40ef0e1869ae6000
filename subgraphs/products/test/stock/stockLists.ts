/** Reads the lists that the tests of `inStock` check. */
import { expect } from 'vitest';
import type { TestProducts } from '../support/testProducts.ts';

const LIST = `query ($filter: ProductFilter, $orderBy: ProductOrder, $first: Int, $after: String) {
  products(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes { sku } totalCount pageInfo { hasNextPage endCursor } } }`;

/** Returns the SKUs on all pages of a list. */
export async function list(
  { anonymous }: TestProducts,
  filter: object,
  more: object = {},
): Promise<string[]> {
  const skus: string[] = [];
  for (let after: string | null = null, hasMore = true; hasMore; ) {
    const { data, errors } = await anonymous(LIST, { filter, after, ...more });
    if (errors) throw new Error(errors[0]?.message);
    skus.push(...data.products.nodes.map(({ sku }: { sku: string }) => sku));
    after = data.products.pageInfo.endCursor;
    hasMore = data.products.pageInfo.hasNextPage;
    if (!hasMore) expect(data.products.totalCount).toBe(skus.length);
  }
  return skus;
}

/** Returns the list that has the only product, `in` or `out`, or else the sizes of both. */
export async function place(catalogue: TestProducts): Promise<string> {
  const [inStock, outOfStock] = [
    await list(catalogue, { inStock: true }),
    await list(catalogue, { inStock: false }),
  ];
  if (inStock.length + outOfStock.length !== 1) return `${inStock.length} and ${outOfStock.length}`;
  return inStock.length === 1 ? 'in' : 'out';
}
