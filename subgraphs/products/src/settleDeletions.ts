import { codeOf } from '@holdfast/kit-base/errors';
import { deleteCategory } from './deleteCategory.ts';
import type { Dependencies } from './dependencies.ts';
import { findClosedCategories } from './store/findClosedCategories.ts';
import { findDeletedCategories } from './store/findDeletedCategories.ts';
import { findProductsIn } from './store/findProductsIn.ts';
import { moveToTop } from './store/moveToTop.ts';
import { writeNext } from './writeNext.ts';

type Catalogue = Pick<
  Dependencies,
  'products' | 'categories' | 'categoryTree' | 'deletedCategories' | 'newId' | 'clock'
>;

/**
 * Ends what processes that ended had begun: deletions are carried out, or taken back where the category is in use; and what
 * was put into a category while it was deleted is taken out of it. Several processes may do it at once, and while others
 * delete: one of two deletions of a category is then told that somebody else deletes it.
 */
export async function settleDeletions(catalogue: Catalogue): Promise<void> {
  for (const id of await findClosedCategories(catalogue.categories)) {
    await deleteCategory(catalogue, id).catch((error: unknown) => {
      // In use after all, or somebody else was faster.
      if (!['CONFLICT', 'NOT_FOUND'].includes(codeOf(error) ?? '')) throw error;
    });
  }
  await emptyDeletedCategories(catalogue);
}

/** Nothing is in a category that is gone, but for what is being put there now and looks for it next. */
async function emptyDeletedCategories(catalogue: Catalogue): Promise<void> {
  const { products, categories, deletedCategories } = catalogue;
  const deleted = await findDeletedCategories({ categories, deletedCategories });
  if (deleted.length === 0) return;
  await moveToTop(categories, deleted);
  // One that has changed meanwhile is either out of it, or looks for the category itself.
  for (const before of await findProductsIn(products, deleted)) {
    await writeNext(catalogue, { before, after: { ...before, categoryId: null }, by: null });
  }
}
