import { isId } from '@holdfast/kit-base/ids';
import { validate } from '@holdfast/kit-values/validation';
import type { Collections } from '../database/collections.ts';
import { byName, type Category } from '../domain/category.ts';
import { categoryKeySchema } from './input.ts';
import { findCategoryBySlug, findChildren } from './queries/findCategories.ts';

/** Exactly one of the two. */
export interface CategoryKey {
  readonly id?: string | null | undefined;
  readonly slug?: string | null | undefined;
}

/** Loads a category by its id; null when there is none. */
export interface CategoryLoader {
  readonly category: (id: string) => Promise<Category | null>;
}

/** Returns one category, or null. @throws BAD_USER_INPUT for a malformed key, none, or both. */
export async function readCategory(
  { categories }: Pick<Collections, 'categories'>,
  loader: CategoryLoader,
  key: CategoryKey,
): Promise<Category | null> {
  const { id, slug } = validate(categoryKeySchema, key);
  return id ? loader.category(id) : findCategoryBySlug(categories, slug ?? '');
}

/**
 * Resolves a reference to a category; null when there is none.
 * @param id of any form and type, because GraphQL does not check representations.
 */
export async function readCategoryReference(loader: CategoryLoader, id: string): Promise<Category | null> {
  return isId(id) ? loader.category(id) : null;
}

/** Returns the categories at the top of the tree, by name. */
export async function readTopCategories({
  categories,
}: Pick<Collections, 'categories'>): Promise<Category[]> {
  return byName(await findChildren(categories, [null]));
}
