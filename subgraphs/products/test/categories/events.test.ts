import { expect, test } from 'vitest';
import { createCategory } from '../../src/categories/createCategory.ts';
import { settleTree } from '../../src/categories/tree.ts';
import { updateCategory } from '../../src/categories/updateCategory.ts';
import { deleteCategory } from '../../src/categoryDeletion/deleteCategory.ts';
import { STAFF } from '../support/callers.ts';
import { testProducts } from '../support/testProducts.ts';

const by = STAFF.user?.id ?? '';

test('an event reports each addition, change and deletion of a category, with its actor', async () => {
  await using catalogue = await testProducts();
  const { deps } = catalogue;
  const category = await createCategory(deps, { name: 'Chairs' }, [], by);
  const { id } = category;
  await updateCategory(deps, { id, input: { name: 'Stools' } }, by);
  const events = async () => {
    const documents = [
      ...(await deps.categories.find().toArray()),
      ...(await deps.deletedCategories.find().toArray()),
    ];
    return documents.flatMap(({ outbox }) => outbox ?? []);
  };
  const state = { name: 'Chairs', slug: 'chairs', parentId: null };
  const renamed = { ...state, name: 'Stools' };
  const reported = [
    { categoryId: id, actor: by, change: 'CATEGORY_CREATED', before: null, after: state },
    { categoryId: id, actor: by, change: 'CATEGORY_UPDATED', before: state, after: renamed },
  ];
  expect((await events()).map(({ data }) => data)).toEqual(reported);
  // The unpublished events in the category's document survive it.
  await deleteCategory(deps, id, by);
  const deleted = { categoryId: id, actor: by, change: 'CATEGORY_DELETED', before: renamed, after: null };
  expect((await events()).map(({ data }) => data)).toEqual([...reported, deleted]);
});

test('a change of the tree that another process carries out is reported with the actor who decided it', async () => {
  await using catalogue = await testProducts();
  const { deps } = catalogue;
  const { id } = await catalogue.addCategory({ name: 'Chairs' });
  const crashing: typeof deps.categories = Object.assign(Object.create(deps.categories), {
    updateOne: async () => {
      throw new Error('The process crashed.');
    },
  });
  const change = updateCategory({ ...deps, categories: crashing }, { id, input: { name: 'Stools' } }, by);
  await expect(change).rejects.toThrow('crashed');
  await settleTree(deps);
  await settleTree(deps);
  const [document] = await deps.categories.find().toArray();
  expect(document?.outbox?.map(({ data }) => data).slice(1)).toMatchObject([
    { actor: by, change: 'CATEGORY_UPDATED', before: { name: 'Chairs' }, after: { name: 'Stools' } },
  ]);
});
