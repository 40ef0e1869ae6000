import type { Product } from '../domain/product.ts';
import { type Collections, readProductDocument, VISIBLE } from './collections.ts';

/** Some products that were never told of their stock. */
export async function findUntold(
  products: Pick<Collections['products'], 'find'>,
  limit: number,
): Promise<Product[]> {
  // What is absent stands in the index as null.
  const untold = { stockVersion: { $in: [null] } };
  const documents = await products.find(untold, { projection: VISIBLE }).limit(limit).toArray();
  return documents.map(readProductDocument);
}
