import type { Collections } from '../../database/collections.ts';
import { readProductDocument, VISIBLE } from '../../database/readDocuments.ts';
import type { Product } from '../../domain/product.ts';

/** Returns the products with these ids, in any order, in one query. Unknown ids are left out. */
export async function findProducts(
  products: Pick<Collections['products'], 'find'>,
  ids: readonly string[],
): Promise<Product[]> {
  const documents = await products.find({ _id: { $in: [...ids] } }, { projection: VISIBLE }).toArray();
  return documents.map(readProductDocument);
}

/** Returns the product with this value of a unique field. */
export async function findProductBy(
  products: Pick<Collections['products'], 'findOne'>,
  key: { readonly sku: string } | { readonly slug: string },
): Promise<Product | null> {
  const document = await products.findOne(key, { projection: VISIBLE });
  return document && readProductDocument(document);
}
