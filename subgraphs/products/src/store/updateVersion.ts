import type { Event } from '@holdfast/kit-events/event';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { UpdateFilter } from 'mongodb';
import type { Product } from '../domain/product.ts';
import {
  type Collections,
  listFieldsOf,
  type PriceEntry,
  type ProductDocument,
  readProductDocument,
} from './collections.ts';
import { toStoredAttributes } from './storedAttributes.ts';

/** What is kept of a change, beside the product as it is then. */
export interface ChangeRecord {
  /** Tells the other services of it. */
  readonly event: Event;
  /** For the history, when the price changed. */
  readonly priced?: PriceEntry | undefined;
}

/**
 * Puts the next version of a product in the place of the one that it was made from.
 * @param next with the version, and the stock, that is expected to be there; one more is written.
 * @returns it as it is then; null when another version, another stock, or none, is there.
 */
export async function updateVersion(
  products: Pick<Collections['products'], 'findOneAndUpdate'>,
  next: Product,
  { event, priced }: ChangeRecord,
): Promise<Product | null> {
  const { id, version, inStock, ...content } = next;
  const update: UpdateFilter<ProductDocument> = {
    $set: { ...content, attributes: toStoredAttributes(next.attributes), ...listFieldsOf(next) },
    $inc: { version: 1 },
    $push: { ...pushEvents([event]).$push, ...(priced && { priceHistory: priced }) },
  };
  // `inStock` is a part of the keys of lists: who writes these has to have seen it.
  const document = await products.findOneAndUpdate(
    { _id: id, version, inStock: inStock || { $ne: true } },
    update,
    { returnDocument: 'after' },
  );
  return document && readProductDocument(document);
}
