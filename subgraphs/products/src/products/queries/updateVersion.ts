import type { Event } from '@holdfast/kit-events/event';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { UpdateFilter } from 'mongodb';
import type { Collections, PriceEntry, ProductDocument } from '../../database/collections.ts';
import { readProductDocument } from '../../database/readDocuments.ts';
import { toStoredAttributes } from '../../database/storedAttributes.ts';
import type { Product } from '../../domain/product.ts';
import { listFieldsOf } from '../../lists/domain/listFields.ts';

/** The record of a change, next to the changed product itself. */
export interface ChangeRecord {
  /** Reports the change to the other services. */
  readonly event: Event;
  /** The entry for the history, when the price changed. */
  readonly priced?: PriceEntry | undefined;
}

/**
 * Replaces a product with its next version, if the version it is based on is still there.
 * @param next has the expected current version and stock; the written version is one higher.
 * @returns the written product; null when the version or the stock is different, or the product does not
 *   exist.
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
  // The keys of lists contain `inStock`, so a writer of the keys must have seen it.
  const document = await products.findOneAndUpdate(
    { _id: id, version, inStock: inStock || { $ne: true } },
    update,
    { returnDocument: 'after' },
  );
  return document && readProductDocument(document);
}
