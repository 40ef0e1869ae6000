import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import type { CategoryDocument, Collections } from '../../database/collections.ts';
import { SLUG_UNIQUE } from '../../database/indexes.ts';

/** Inserts a category without looking first: the unique indexes decide. */
export async function insertCategory(
  categories: Pick<Collections['categories'], 'insertOne'>,
  document: CategoryDocument,
): Promise<'inserted' | 'slug taken' | 'id taken'> {
  try {
    await categories.insertOne(document);
    return 'inserted';
  } catch (error) {
    if (isDuplicateKey(error, SLUG_UNIQUE)) return 'slug taken';
    if (isDuplicateKey(error)) return 'id taken';
    throw error;
  }
}

/** Deletes a category that was just inserted, unless it has been moved since. */
export async function deleteNewCategory(
  categories: Pick<Collections['categories'], 'deleteOne'>,
  id: string,
): Promise<void> {
  await categories.deleteOne({ _id: id, treeVersion: 0 });
}
