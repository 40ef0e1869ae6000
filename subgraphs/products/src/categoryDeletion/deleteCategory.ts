import { conflict, notFound } from '@holdfast/kit-base/errors';
import type { EventStamp } from '@holdfast/kit-events/event';
import { validate } from '@holdfast/kit-values/validation';
import { categoryEvent } from '../categories/categoryEvents.ts';
import { categoryIdSchema } from '../categories/input.ts';
import { findCategories } from '../categories/queries/findCategories.ts';
import { outdateTree } from '../categories/tree.ts';
import type { Collections } from '../database/collections.ts';
import {
  closeCategory,
  deleteClosedCategory,
  findCategoryEvents,
  isCategoryInUse,
  reopenCategory,
} from './queries/closedCategories.ts';
import { recordDeletion } from './queries/deletedCategories.ts';

export type Catalogue = Pick<Collections, 'products' | 'categories' | 'categoryTree' | 'deletedCategories'> &
  EventStamp;

/**
 * Deletes an empty category. It closes the category before it looks for contents, so that anything put into
 * it at the same time is either seen here or sees that the category is closed (`enterCategory`). If the
 * process ends in between, the category stays closed until the deletion is repeated or a process starts
 * (`settleDeletions`).
 * @param by the user who deletes it; null for this service.
 * @throws BAD_USER_INPUT; NOT_FOUND; CONFLICT when the category is in use.
 */
export async function deleteCategory(
  catalogue: Catalogue,
  id: string,
  by: string | null = null,
): Promise<true> {
  const { products, categories, newId } = catalogue;
  validate(categoryIdSchema, { id });
  const deletion = newId();
  if (!(await closeCategory(categories, id, deletion))) throw notFound('Category');
  // A move into the category may have been decided before it was closed.
  await outdateTree(catalogue);
  if (await isCategoryInUse(products, categories, id)) {
    await reopenCategory(categories, id, deletion);
    throw conflict('The category is in use: it contains products or categories.');
  }
  const [before = null] = await findCategories(categories, [id]);
  const change = { change: 'CATEGORY_DELETED', before, after: null } as const;
  // Unpublished events would go with the category's document. An event that is published twice counts once.
  const unpublished = await findCategoryEvents(categories, id);
  const events = [...unpublished, categoryEvent(id, change, by, catalogue)];
  await recordDeletion(catalogue.deletedCategories, id, events);
  if (await deleteClosedCategory(categories, id, deletion)) return true;
  const [category] = await findCategories(categories, [id]);
  throw category ? conflict('Another request is deleting the category.') : notFound('Category');
}
