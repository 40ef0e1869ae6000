import { isDuplicateKey } from '@holdfast/kit/mongo';
import type { Collections } from './collections.ts';

/** Remembers, for ever, that a category is about to be deleted; several deletions of one may say it. */
export async function recordDeletion(
  deletedCategories: Pick<Collections['deletedCategories'], 'insertOne'>,
  id: string,
): Promise<void> {
  try {
    await deletedCategories.insertOne({ _id: id });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
