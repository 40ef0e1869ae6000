import type { Event } from '@holdfast/kit-events/event';
import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { Collections } from '../../database/collections.ts';
import { readProductDocument, VISIBLE } from '../../database/readDocuments.ts';
import type { Product } from '../../domain/product.ts';

/**
 * Records permanently that a category is about to be deleted, with the events that report it. Several
 * deletions of one category may record it.
 */
export async function recordDeletion(
  deletedCategories: Pick<Collections['deletedCategories'], 'updateOne'>,
  id: string,
  events: readonly Event[],
): Promise<void> {
  const record = () => deletedCategories.updateOne({ _id: id }, pushEvents(events), { upsert: true });
  try {
    await record();
  } catch (error) {
    // Another deletion inserted the record at the same moment, so it exists now.
    if (!isDuplicateKey(error)) throw error;
    await record();
  }
}

/** Returns the ids of the recorded categories that no longer exist. */
export async function findDeletedCategories({
  categories,
  deletedCategories,
}: {
  readonly categories: Pick<Collections['categories'], 'find'>;
  readonly deletedCategories: Pick<Collections['deletedCategories'], 'find'>;
}): Promise<string[]> {
  const recorded = (await deletedCategories.find().toArray()).map(({ _id }) => _id);
  if (recorded.length === 0) return [];
  const there = await categories.find({ _id: { $in: recorded } }, { projection: { _id: 1 } }).toArray();
  const present = new Set(there.map(({ _id }) => _id));
  return recorded.filter((id) => !present.has(id));
}

/** Moves the children of these to the top. That cannot create a cycle, so the tree need not decide it. */
export async function moveToTop(
  categories: Pick<Collections['categories'], 'updateMany'>,
  parentIds: readonly string[],
): Promise<void> {
  await categories.updateMany({ parentId: { $in: [...parentIds] } }, { $set: { parentId: null } });
}

/** Returns the products of any status that are directly in one of these categories. */
export async function findProductsIn(
  products: Pick<Collections['products'], 'find'>,
  categoryIds: readonly string[],
): Promise<Product[]> {
  const found = products.find({ categoryId: { $in: [...categoryIds] } }, { projection: VISIBLE });
  return (await found.toArray()).map(readProductDocument);
}
