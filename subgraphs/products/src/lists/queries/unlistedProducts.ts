import type { Collections } from '../../database/collections.ts';
import { readProductDocument } from '../../database/readDocuments.ts';
import type { Product } from '../../domain/product.ts';
import { listFieldsOf } from '../domain/listFields.ts';

/** Returns at most `limit` products that were written before lists were read by keys. */
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

/** Adds the fields that lists read. A product that has changed since it was read has them already. */
export async function addListFields(
  products: Pick<Collections['products'], 'bulkWrite'>,
  unlisted: readonly Product[],
): Promise<void> {
  await products.bulkWrite(
    unlisted.map((product) => ({
      updateOne: {
        filter: { _id: product.id, version: product.version, listKeys: { $exists: false } },
        update: {
          $set: {
            ...listFieldsOf(product),
            priceHistory: [{ price: product.price, at: product.createdAt, by: null }],
          },
        },
      },
    })),
  );
}
