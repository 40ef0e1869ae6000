/**
 * Ends processes while they delete a category or put something into it: at every point, in every
 * interleaving.
 */
import { NAMES_NO_INDEX, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { createCategory } from '../../src/categories/createCategory.ts';
import { deleteCategory } from '../../src/categoryDeletion/deleteCategory.ts';
import { recordDeletion } from '../../src/categoryDeletion/queries/deletedCategories.ts';
import { settleDeletions } from '../../src/categoryDeletion/settleDeletions.ts';
import type { Dependencies } from '../../src/context.ts';
import { createProduct } from '../../src/products/createProduct.ts';
import { updateProduct } from '../../src/products/updateProduct.ts';
import { STAFF } from '../support/callers.ts';
import { stepped } from '../support/stepped.ts';
import { testProducts } from '../support/testProducts.ts';

/** More steps than either process has. */
const ALL = 20;
const price = { amount: '1', currency: 'USD' };

type Enter = (deps: Dependencies, categoryId: string, productId: string) => Promise<unknown>;

const entering: Readonly<Record<string, Enter>> = {
  'a new product': (deps, categoryId) =>
    createProduct(deps, { sku: newUuid(), name: newUuid(), price, categoryId }),
  'a product': (deps, categoryId, id) =>
    updateProduct(deps, STAFF, { id, expectedVersion: 1, input: { categoryId } }),
  'a new category': (deps, parentId) => createCategory(deps, { name: newUuid(), parentId }),
};

/** Returns the ids of products and categories whose category does not exist. */
async function astray({ products, categories }: Dependencies): Promise<string[]> {
  const ids = new Set<string | null>((await categories.find().toArray()).map(({ _id }) => _id)).add(null);
  const stray = [
    ...(await products.find().toArray()).filter(({ categoryId }) => !ids.has(categoryId)),
    ...(await categories.find().toArray()).filter(({ parentId }) => !ids.has(parentId)),
  ];
  return stray.map(({ _id }) => _id);
}

for (const [what, enter] of Object.entries(entering)) {
  unlessFerretdb(test, NAMES_NO_INDEX)(
    `wherever the two end, ${what} is in no deleted category once a process has started`,
    async () => {
      await using catalogue = await testProducts();
      const { deps } = catalogue;
      const ends = { astray: 0, deleted: 0, kept: 0 };
      for (const before of [1, 2]) {
        for (const after of [0, 1, 2, ALL]) {
          for (const deleting of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
            const { id } = await catalogue.addCategory({ name: newUuid() });
            const product = await catalogue.addProduct({ name: newUuid() });
            const one = stepped(deps, (its) => enter(its, id, product.id));
            const other = stepped(deps, (its) => deleteCategory(its, id));
            await one.run(before);
            await other.run(deleting);
            await one.run(after);
            if ((await astray(deps)).length > 0) ends.astray++;
            await settleDeletions(deps);
            expect(await astray(deps), `${before}, ${deleting}, ${after}`).toEqual([]);
            const category = await deps.categories.findOne({ _id: id });
            expect(category?.closedBy).toBeUndefined();
            ends[category ? 'kept' : 'deleted']++;
          }
        }
      }
      // Each of the three must have occurred; otherwise the test tried nothing.
      expect(Math.min(...Object.values(ends)), JSON.stringify(ends)).toBeGreaterThan(0);
    },
  );
}

test('products and categories left in a deleted category show none, are in no list of it, and then leave it', async () => {
  await using catalogue = await testProducts();
  const { deps } = catalogue;
  const gone = await catalogue.addCategory({ name: 'Gone' });
  const product = await catalogue.addProduct({ categoryId: gone.id });
  const below = await catalogue.addCategory({ name: 'Below', parentId: gone.id });
  await deps.categories.deleteOne({ _id: gone.id });
  await recordDeletion(deps.deletedCategories, gone.id, []);
  const ask = async () =>
    (
      await catalogue.anonymous(`{ products(filter: { categoryId: "${gone.id}" }) { nodes { id } }
        product(id: "${product.id}") { version category { id } } category(id: "${below.id}") { parent { id } }
        categories { id } }`)
    ).data;
  const shown = { products: { nodes: [] }, category: { parent: null }, categories: [] };
  expect(await ask()).toEqual({ ...shown, product: { version: 1, category: null } });
  await settleDeletions(deps);
  await settleDeletions(deps);
  const settled = { ...shown, categories: [{ id: below.id }] };
  expect(await ask()).toEqual({ ...settled, product: { version: 2, category: null } });
  expect(await deps.products.findOne({ _id: product.id })).toMatchObject({
    categoryId: null,
    listKeys: expect.not.arrayContaining([`in:${gone.id}`]),
  });
});
