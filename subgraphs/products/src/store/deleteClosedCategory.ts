import type { Collections } from './collections.ts';

/** Deletes a category that this deletion has closed, and nobody since. @returns whether it did. */
export async function deleteClosedCategory(
  categories: Pick<Collections['categories'], 'deleteOne'>,
  id: string,
  closedBy: string,
): Promise<boolean> {
  const { deletedCount } = await categories.deleteOne({ _id: id, closedBy });
  return deletedCount === 1;
}
