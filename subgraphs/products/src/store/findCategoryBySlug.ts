import type { Category } from '../domain/category.ts';
import { type Collections, readCategoryDocument } from './collections.ts';

export async function findCategoryBySlug(
  categories: Pick<Collections['categories'], 'findOne'>,
  slug: string,
): Promise<Category | null> {
  const document = await categories.findOne({ slug });
  return document && readCategoryDocument(document);
}
