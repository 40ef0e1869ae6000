import type { Collections } from './collections.ts';

/** Says that the change that this version decided is carried out. */
export async function clearPending(
  categoryTree: Pick<Collections['categoryTree'], 'updateOne'>,
  version: number,
): Promise<void> {
  await categoryTree.updateOne({ _id: 'tree', version }, { $set: { pending: null } });
}
