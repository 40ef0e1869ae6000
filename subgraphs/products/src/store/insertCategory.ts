import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import { SLUG_UNIQUE } from '../indexes.ts';
import type { CategoryDocument, Collections } from './collections.ts';

/** Unique indexes decide: nothing is looked up before. */
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
