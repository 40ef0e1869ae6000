import type { Collections, TreeChange } from './collections.ts';

/**
 * Makes the next version of the tree, if this one is still the present one and all that was decided is carried out.
 * @param pending the change that is decided by it; null when it only outdates what others are deciding.
 * @returns whether it did.
 */
export async function advanceTree(
  categoryTree: Pick<Collections['categoryTree'], 'updateOne'>,
  version: number,
  pending: TreeChange | null,
): Promise<boolean> {
  const { modifiedCount } = await categoryTree.updateOne(
    { _id: 'tree', version, pending: null },
    { $set: { version: version + 1, pending } },
  );
  return modifiedCount === 1;
}
