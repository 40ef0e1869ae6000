import type { Category } from '../domain/category.ts';
import { type Collections, readCategoryDocument } from './collections.ts';

/** The categories right below these, in any order; null stands for the top. One query. */
export async function findChildren(
  categories: Pick<Collections['categories'], 'find'>,
  parentIds: readonly (string | null)[],
): Promise<Category[]> {
  const documents = await categories.find({ parentId: { $in: [...parentIds] } }).toArray();
  return documents.map(readCategoryDocument);
}
