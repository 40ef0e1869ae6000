import type { Collections } from './collections.ts';

/** The ids of the categories that somebody began to delete. */
export async function findClosedCategories(
  categories: Pick<Collections['categories'], 'find'>,
): Promise<string[]> {
  const closed = await categories.find({ closedBy: { $exists: true } }, { projection: { _id: 1 } }).toArray();
  return closed.map(({ _id }) => _id);
}
