import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { Collections, TreeChange, TreeDocument } from '../../database/collections.ts';
import { SLUG_UNIQUE } from '../../database/indexes.ts';

/** Reads the document that decides the tree's changes. The first read creates it. */
export async function readTree(
  categoryTree: Pick<Collections['categoryTree'], 'findOne' | 'insertOne'>,
): Promise<Pick<TreeDocument, 'version' | 'pending'>> {
  const tree = await categoryTree.findOne({ _id: 'tree' });
  if (tree) return tree;
  try {
    await categoryTree.insertOne({ _id: 'tree', version: 0, pending: null });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  return readTree(categoryTree);
}

/**
 * Writes the next version of the tree if `version` is still current and no change is pending.
 * @param pending the change that this version decides; null to invalidate the decisions in progress.
 * @returns true when it was written.
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

/**
 * Carries out, once, a change that a version of the tree decided. Any number of processes may try, at any
 * later time. A slug that is taken refuses the change for all of them.
 */
export async function carryOut(
  categories: Pick<Collections['categories'], 'findOne' | 'updateOne'>,
  { id, event, ...change }: TreeChange,
  treeVersion: number,
): Promise<'done' | 'slug taken'> {
  // Not `$lt`, because a category created before versions existed has none.
  const undecided = { _id: id, treeVersion: { $not: { $gte: treeVersion } } };
  try {
    const { matchedCount } = await categories.updateOne(undecided, {
      $set: { ...change, treeVersion },
      ...(event && pushEvents([event])),
    });
    if (matchedCount === 1) return 'done';
  } catch (error) {
    if (!isDuplicateKey(error, SLUG_UNIQUE)) throw error;
    await categories.updateOne(undecided, { $set: { treeVersion } });
  }
  // Another process was first, or the change has just been refused.
  const category = await categories.findOne({ _id: id });
  const isRefused =
    category?.treeVersion === treeVersion &&
    (category.slug !== change.slug || category.parentId !== change.parentId || category.name !== change.name);
  return isRefused ? 'slug taken' : 'done';
}

/** Marks the change that this version decided as carried out. */
export async function clearPending(
  categoryTree: Pick<Collections['categoryTree'], 'updateOne'>,
  version: number,
): Promise<void> {
  await categoryTree.updateOne({ _id: 'tree', version }, { $set: { pending: null } });
}
