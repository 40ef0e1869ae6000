import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import type { Collections, ProductDocument } from '../../database/collections.ts';
import { SKU_UNIQUE, SLUG_UNIQUE } from '../../database/indexes.ts';
import { toStoredAttributes } from '../../database/storedAttributes.ts';

/** Inserts a product without looking first: the unique indexes decide. */
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

/** Deletes a product that was just inserted, unless it has been changed since. */
export async function deleteNewProduct(
  products: Pick<Collections['products'], 'deleteOne'>,
  id: string,
): Promise<void> {
  await products.deleteOne({ _id: id, version: 1 });
}
