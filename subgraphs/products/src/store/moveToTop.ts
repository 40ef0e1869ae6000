import type { Collections } from './collections.ts';

/** Puts what stands right below these at the top: that can make no cycle, so that the tree need not decide it. */
export async function moveToTop(
  categories: Pick<Collections['categories'], 'updateMany'>,
  parentIds: readonly string[],
): Promise<void> {
  await categories.updateMany({ parentId: { $in: [...parentIds] } }, { $set: { parentId: null } });
}
