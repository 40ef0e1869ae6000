import { isId } from '@holdfast/kit-base/ids';
import { validate } from '@holdfast/kit-values/validation';
import type { Dependencies } from './dependencies.ts';
import { byName, type Category } from './domain/category.ts';
import { categoryKeySchema } from './input.ts';
import type { Loaders } from './loaders.ts';
import { findCategoryBySlug } from './store/findCategoryBySlug.ts';
import { findChildren } from './store/findChildren.ts';

/** By exactly one of the two. */
export interface CategoryKey {
  readonly id?: string | null | undefined;
  readonly slug?: string | null | undefined;
}

/** One category, or null. @throws BAD_USER_INPUT for a malformed key, none, or both. */
export async function readCategory(
  { categories }: Pick<Dependencies, 'categories'>,
  loaders: Pick<Loaders, 'category'>,
  key: CategoryKey,
): Promise<Category | null> {
  const { id, slug } = validate(categoryKeySchema, key);
  return id ? loaders.category(id) : findCategoryBySlug(categories, slug ?? '');
}

/**
 * What a reference to a category stands for; null when there is none.
 * @param id of any form, and any type: GraphQL does not check what stands in a representation.
 */
export async function readCategoryReference(
  loaders: Pick<Loaders, 'category'>,
  id: string,
): Promise<Category | null> {
  return isId(id) ? loaders.category(id) : null;
}

/** The top of the tree, by name. */
export async function readTopCategories({
  categories,
}: Pick<Dependencies, 'categories'>): Promise<Category[]> {
  return byName(await findChildren(categories, [null]));
}
