import type { Event } from '@holdfast/kit-events/event';
import type { Collections } from '../../database/collections.ts';

/**
 * Closes a category: from now on, nothing can be put into it.
 * @param closedBy the id of the deletion.
 * @returns true when the category exists.
 */
export async function closeCategory(
  categories: Pick<Collections['categories'], 'updateOne'>,
  id: string,
  closedBy: string,
): Promise<boolean> {
  const { matchedCount } = await categories.updateOne({ _id: id }, { $set: { closedBy } });
  return matchedCount === 1;
}

/** Opens a category again, unless another deletion has closed it since. */
export async function reopenCategory(
  categories: Pick<Collections['categories'], 'updateOne'>,
  id: string,
  closedBy: string,
): Promise<void> {
  await categories.updateOne({ _id: id, closedBy }, { $unset: { closedBy: '' } });
}

/** Returns true when a category contains a product, on sale or not, or a category right below it. */
export async function isCategoryInUse(
  products: Pick<Collections['products'], 'findOne'>,
  categories: Pick<Collections['categories'], 'findOne'>,
  id: string,
): Promise<boolean> {
  const only = { projection: { _id: 1 } } as const;
  return (
    (await products.findOne({ categoryId: id }, only)) !== null ||
    (await categories.findOne({ parentId: id }, only)) !== null
  );
}

/** Returns the unpublished events in a category's document. */
export async function findCategoryEvents(
  categories: Pick<Collections['categories'], 'findOne'>,
  id: string,
): Promise<readonly Event[]> {
  const document = await categories.findOne({ _id: id }, { projection: { outbox: 1 } });
  return document?.outbox ?? [];
}

/** Deletes a category if this deletion was the last to close it. @returns true when it did. */
export async function deleteClosedCategory(
  categories: Pick<Collections['categories'], 'deleteOne'>,
  id: string,
  closedBy: string,
): Promise<boolean> {
  const { deletedCount } = await categories.deleteOne({ _id: id, closedBy });
  return deletedCount === 1;
}

/** Returns the ids of the categories whose deletion has started. */
export async function findClosedCategories(
  categories: Pick<Collections['categories'], 'find'>,
): Promise<string[]> {
  const closed = await categories.find({ closedBy: { $exists: true } }, { projection: { _id: 1 } }).toArray();
  return closed.map(({ _id }) => _id);
}
