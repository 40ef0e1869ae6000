import type { Product } from '../domain/product.ts';
import { type Collections, readProductDocument, VISIBLE } from './collections.ts';

/** All products, of any status, that are in one of these categories themselves. */
export async function findProductsIn(
  products: Pick<Collections['products'], 'find'>,
  categoryIds: readonly string[],
): Promise<Product[]> {
  const found = products.find({ categoryId: { $in: [...categoryIds] } }, { projection: VISIBLE });
  return (await found.toArray()).map(readProductDocument);
}
