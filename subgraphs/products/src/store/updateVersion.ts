import type { UpdateFilter } from 'mongodb';
import type { Product } from '../domain/product.ts';
import {
  type Collections,
  listFieldsOf,
  type PriceEntry,
  type ProductDocument,
  readProductDocument,
} from './collections.ts';

/**
 * Puts the next version of a product in the place of the one that it was made from.
 * @param next with the version that is expected to be there; one more is written.
 * @param priced an entry for the history, when the price changed.
 * @returns it as it is then; null when another version, or none, is there.
 */
export async function updateVersion(
  products: Pick<Collections['products'], 'findOneAndUpdate'>,
  next: Product,
  priced?: PriceEntry,
): Promise<Product | null> {
  const { id, version, ...content } = next;
  const update: UpdateFilter<ProductDocument> = {
    $set: { ...content, ...listFieldsOf(next) },
    $inc: { version: 1 },
    ...(priced && { $push: { priceHistory: priced } }),
  };
  const document = await products.findOneAndUpdate({ _id: id, version }, update, {
    returnDocument: 'after',
  });
  return document && readProductDocument(document);
}
