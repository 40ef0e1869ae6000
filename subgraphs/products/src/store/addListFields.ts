import type { Product } from '../domain/product.ts';
import { type Collections, listFieldsOf } from './collections.ts';

/** Gives products what lists read, unless they have changed since they were read: then they have it. */
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
