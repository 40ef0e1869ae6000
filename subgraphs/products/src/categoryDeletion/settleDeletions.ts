import { codeOf } from '@holdfast/kit-base/errors';
import { writeNext } from '../products/writeNext.ts';
import { type Catalogue, deleteCategory } from './deleteCategory.ts';
import { findClosedCategories } from './queries/closedCategories.ts';
import { findDeletedCategories, findProductsIn, moveToTop } from './queries/deletedCategories.ts';

/**
 * Finishes what crashed processes left. A deletion in progress is completed, or undone when the category is
 * in use, and whatever was put into a category during its deletion is taken out. Several processes may run it
 * at once and while others delete categories: of two deletions of one category, one then fails with CONFLICT.
 */
export async function settleDeletions(catalogue: Catalogue): Promise<void> {
  for (const id of await findClosedCategories(catalogue.categories)) {
    await deleteCategory(catalogue, id).catch((error: unknown) => {
      // The category is in use after all, or another process was faster.
      if (!['CONFLICT', 'NOT_FOUND'].includes(codeOf(error) ?? '')) throw error;
    });
  }
  await emptyDeletedCategories(catalogue);
}

/** Empties the deleted categories. What is being put into one right now is taken back by its own check. */
async function emptyDeletedCategories(catalogue: Catalogue): Promise<void> {
  const { products, categories, deletedCategories } = catalogue;
  const deleted = await findDeletedCategories({ categories, deletedCategories });
  if (deleted.length === 0) return;
  await moveToTop(categories, deleted);
  // A product that has changed meanwhile has left the category, or its writer checks the category itself.
  for (const before of await findProductsIn(products, deleted)) {
    await writeNext(catalogue, { before, after: { ...before, categoryId: null }, by: null });
  }
}
