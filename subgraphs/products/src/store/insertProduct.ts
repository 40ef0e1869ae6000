import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import { SKU_UNIQUE, SLUG_UNIQUE } from '../indexes.ts';
import type { Collections, ProductDocument } from './collections.ts';
import { toStoredAttributes } from './storedAttributes.ts';

/** Unique indexes decide: nothing is looked up before. */
export async function insertProduct(
  products: Pick<Collections['products'], 'insertOne'>,
  document: ProductDocument,
): Promise<'inserted' | 'sku taken' | 'slug taken' | 'id taken'> {
  try {
    await products.insertOne({ ...document, attributes: toStoredAttributes(document.attributes) });
    return 'inserted';
  } catch (error) {
    if (isDuplicateKey(error, SKU_UNIQUE)) return 'sku taken';
    if (isDuplicateKey(error, SLUG_UNIQUE)) return 'slug taken';
    if (isDuplicateKey(error)) return 'id taken';
    throw error;
  }
}
