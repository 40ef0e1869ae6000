import type { Collections } from './collections.ts';
import { findChildren } from './findChildren.ts';

/** A category and all below it, by id; one query a level. Ends even if the categories were no tree. */
export async function findSubtree(
  categories: Pick<Collections['categories'], 'find'>,
  id: string,
): Promise<string[]> {
  const found = new Set([id]);
  for (let level = [id]; level.length > 0; ) {
    const below = await findChildren(categories, level);
    level = below.map((category) => category.id).filter((child) => !found.has(child));
    for (const child of level) found.add(child);
  }
  return [...found];
}
