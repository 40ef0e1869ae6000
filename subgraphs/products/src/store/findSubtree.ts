import type { Collections } from './collections.ts';
import { findCategories } from './findCategories.ts';
import { findChildren } from './findChildren.ts';

/** A category and all below it, by id; none if it is not there. One query a level. Ends even if it were no tree. */
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
