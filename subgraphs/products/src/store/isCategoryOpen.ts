import type { Collections } from './collections.ts';

/** Whether something can be put into a category: it exists, and is not being deleted. */
export async function isCategoryOpen(
  categories: Pick<Collections['categories'], 'findOne'>,
  id: string,
): Promise<boolean> {
  return (await categories.findOne({ _id: id, closedBy: { $exists: false } })) !== null;
}
