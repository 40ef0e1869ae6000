import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import { SLUG_UNIQUE } from '../indexes.ts';
import type { Collections, TreeChange } from './collections.ts';

/**
 * Carries out a change that a version of the tree decided, once: any number of processes may try, at any time after.
 * A slug that is taken refuses the change for everybody.
 */
export async function carryOut(
  categories: Pick<Collections['categories'], 'findOne' | 'updateOne'>,
  { id, event, ...change }: TreeChange,
  treeVersion: number,
): Promise<'done' | 'slug taken'> {
  // Not `$lt`: a category that was made before there were versions has none.
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
  // Somebody else was first, or it was refused just now.
  const category = await categories.findOne({ _id: id });
  const isRefused =
    category?.treeVersion === treeVersion &&
    (category.slug !== change.slug || category.parentId !== change.parentId || category.name !== change.name);
  return isRefused ? 'slug taken' : 'done';
}
