import { badUserInput, conflict } from '@holdfast/kit-base/errors';
import type { Collections } from '../database/collections.ts';
import { isCategoryOpen } from './queries/findCategories.ts';

/**
 * Puts something into a category, safely against a concurrent deletion. The deletion closes the category
 * before it looks for contents, and this function checks that the category is still open after the write, so
 * one sees the other.
 * @param categoryId null for no category: the write then needs no check.
 * @param at the argument that names the category.
 * @param write writes and returns its result.
 * @param takeBack undoes the write.
 * @throws BAD_USER_INPUT for an unknown category; CONFLICT for one that is being deleted.
 */
export async function enterCategory<T>(
  { categories }: Pick<Collections, 'categories'>,
  categoryId: string | null,
  at: readonly string[],
  { write, takeBack }: { write: () => Promise<T>; takeBack: (written: T) => Promise<void> },
): Promise<T> {
  if (categoryId === null) return write();
  if (!(await isCategoryOpen(categories, categoryId))) {
    throw badUserInput([{ path: at, message: 'There is no such category.' }]);
  }
  const written = await write();
  if (await isCategoryOpen(categories, categoryId)) return written;
  await takeBack(written);
  throw conflict('The category is being deleted.');
}
