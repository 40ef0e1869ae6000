import type { Product } from '../domain/product.ts';
import { type Collections, readProductDocument } from './collections.ts';

/** Some products that were written before lists were read by keys. */
export async function findUnlisted(
  products: Pick<Collections['products'], 'find'>,
  limit: number,
): Promise<Product[]> {
  const documents = await products
    .find({ listKeys: { $exists: false } })
    .limit(limit)
    .toArray();
  return documents.map(readProductDocument);
}
