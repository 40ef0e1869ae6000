import { conflict, notFound } from '@holdfast/kit-base/errors';
import { validate } from '@holdfast/kit-values/validation';
import { categoryEvent } from './categoryEvents.ts';
import type { Dependencies } from './dependencies.ts';
import { idSchema } from './input.ts';
import { outdateTree } from './settleTree.ts';
import { closeCategory } from './store/closeCategory.ts';
import { deleteClosedCategory } from './store/deleteClosedCategory.ts';
import { findCategories } from './store/findCategories.ts';
import { findCategoryEvents } from './store/findCategoryEvents.ts';
import { isCategoryInUse } from './store/isCategoryInUse.ts';
import { recordDeletion } from './store/recordDeletion.ts';
import { reopenCategory } from './store/reopenCategory.ts';

/**
 * Deletes a category that nothing is in. It is closed before it is looked into, so that whatever is put into it at the same
 * time is either seen here or sees that it is closed (`enterCategory`). If the process ends in between, the category stays
 * closed until it is deleted again, or a process starts (`settleDeletions`).
 * @param by the user who does; null for this service.
 * @throws BAD_USER_INPUT; NOT_FOUND; CONFLICT when it is in use.
 */
export async function deleteCategory(
  dependencies: Pick<
    Dependencies,
    'products' | 'categories' | 'categoryTree' | 'deletedCategories' | 'newId' | 'clock'
  >,
  id: string,
  by: string | null = null,
): Promise<true> {
  const { products, categories, newId, clock } = dependencies;
  validate(idSchema, { id });
  const deletion = newId();
  if (!(await closeCategory(categories, id, deletion))) throw notFound('Category');
  // A move into it may have been decided before it was closed.
  await outdateTree(dependencies);
  if (await isCategoryInUse(products, categories, id)) {
    await reopenCategory(categories, id, deletion);
    throw conflict('The category is in use: products or categories are in it.');
  }
  const [before = null] = await findCategories(categories, [id]);
  const told = { change: 'CATEGORY_DELETED', before, after: null } as const;
  // What was not told yet of it would go with its document; told twice, it counts once.
  const untold = await findCategoryEvents(categories, id);
  const events = [...untold, categoryEvent(id, told, by, { clock, newId })];
  await recordDeletion(dependencies.deletedCategories, id, events);
  if (await deleteClosedCategory(categories, id, deletion)) return true;
  const [category] = await findCategories(categories, [id]);
  throw category ? conflict('The category is being deleted by somebody else.') : notFound('Category');
}
