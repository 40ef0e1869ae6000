import type { Collections } from './collections.ts';

/** From now on, nothing can be put into a category. @param by whose deletion it is. @returns whether there is one. */
export async function closeCategory(
  categories: Pick<Collections['categories'], 'updateOne'>,
  id: string,
  by: string,
): Promise<boolean> {
  const { matchedCount } = await categories.updateOne({ _id: id }, { $set: { closedBy: by } });
  return matchedCount === 1;
}
