import type { Product } from '../domain/product.ts';
import { type Collections, readProductDocument, VISIBLE } from './collections.ts';

/** The products with these ids, in any order; unknown ids are left out. One query. */
export async function findProducts(
  products: Pick<Collections['products'], 'find'>,
  ids: readonly string[],
): Promise<Product[]> {
  const documents = await products.find({ _id: { $in: [...ids] } }, { projection: VISIBLE }).toArray();
  return documents.map(readProductDocument);
}
