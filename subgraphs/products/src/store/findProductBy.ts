import type { Product } from '../domain/product.ts';
import { type Collections, readProductDocument, VISIBLE } from './collections.ts';

/** The product with this value of a unique field. */
export async function findProductBy(
  products: Pick<Collections['products'], 'findOne'>,
  key: { readonly sku: string } | { readonly slug: string },
): Promise<Product | null> {
  const document = await products.findOne(key, { projection: VISIBLE });
  return document && readProductDocument(document);
}
