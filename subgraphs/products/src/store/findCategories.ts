import type { Category } from '../domain/category.ts';
import { type Collections, readCategoryDocument } from './collections.ts';

/** The categories with these ids, in any order; unknown ids are left out. One query. */
export async function findCategories(
  categories: Pick<Collections['categories'], 'find'>,
  ids: readonly string[],
): Promise<Category[]> {
  const documents = await categories.find({ _id: { $in: [...ids] } }).toArray();
  return documents.map(readCategoryDocument);
}
