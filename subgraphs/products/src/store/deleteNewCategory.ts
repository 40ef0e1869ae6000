import type { Collections } from './collections.ts';

/** Takes back a category that was just inserted, as long as nobody moved it. */
export async function deleteNewCategory(
  categories: Pick<Collections['categories'], 'deleteOne'>,
  id: string,
): Promise<void> {
  await categories.deleteOne({ _id: id, treeVersion: 0 });
}
