import { badUserInput, conflict } from '@holdfast/kit-base/errors';
import type { Dependencies } from './dependencies.ts';
import { isCategoryOpen } from './store/isCategoryOpen.ts';

/**
 * Writes something into a category, so that a deletion at the same time either sees it there, or is seen: a deletion
 * closes the category before it looks into it, and this looks whether it is still open after the write.
 * @param categoryId null for none: then it is only written.
 * @param at the argument that names the category.
 * @param write says whether anything was written.
 * @param takeBack undoes the write.
 * @throws BAD_USER_INPUT for an unknown category; CONFLICT for one that is deleted meanwhile.
 */
export async function enterCategory<T>(
  { categories }: Pick<Dependencies, 'categories'>,
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
