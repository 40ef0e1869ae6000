import type { Collections } from '../../database/collections.ts';
import { readCategoryDocument } from '../../database/readDocuments.ts';
import type { Category } from '../../domain/category.ts';

/** Returns the categories with these ids, in any order, in one query. Unknown ids are left out. */
export async function findCategories(
  categories: Pick<Collections['categories'], 'find'>,
  ids: readonly string[],
): Promise<Category[]> {
  const documents = await categories.find({ _id: { $in: [...ids] } }).toArray();
  return documents.map(readCategoryDocument);
}

export async function findCategoryBySlug(
  categories: Pick<Collections['categories'], 'findOne'>,
  slug: string,
): Promise<Category | null> {
  const document = await categories.findOne({ slug });
  return document && readCategoryDocument(document);
}

/** Returns the categories right below these, in any order, in one query. Null stands for the top. */
export async function findChildren(
  categories: Pick<Collections['categories'], 'find'>,
  parentIds: readonly (string | null)[],
): Promise<Category[]> {
  const documents = await categories.find({ parentId: { $in: [...parentIds] } }).toArray();
  return documents.map(readCategoryDocument);
}

/**
 * Returns the ids of a category and of all categories below it, in one query per level; none when the
 * category does not exist. It terminates even if the categories form a cycle.
 */
export async function findSubtree(
  categories: Pick<Collections['categories'], 'find'>,
  id: string,
): Promise<string[]> {
  const [category] = await findCategories(categories, [id]);
  if (!category) return [];
  const found = new Set([id]);
  for (let level = [id]; level.length > 0; ) {
    const below = await findChildren(categories, level);
    level = below.map((category) => category.id).filter((child) => !found.has(child));
    for (const child of level) found.add(child);
  }
  return [...found];
}

/** Returns true when something can be put into a category: it exists and is not being deleted. */
export async function isCategoryOpen(
  categories: Pick<Collections['categories'], 'findOne'>,
  id: string,
): Promise<boolean> {
  return (await categories.findOne({ _id: id, closedBy: { $exists: false } })) !== null;
}
