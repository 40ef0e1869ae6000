import { NAMES_NO_INDEX, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { newUuid } from '@holdfast/kit/ids';
import { expect, test } from 'vitest';
import { advanceTree } from '../../src/categories/queries/tree.ts';
import { updateCategory } from '../../src/categories/updateCategory.ts';
import { deleteCategory } from '../../src/categoryDeletion/deleteCategory.ts';
import { listOldProducts } from '../../src/lists/listOldProducts.ts';
import { callerOf, testProducts } from '../support/testProducts.ts';

const staff = callerOf(newUuid(), 'STAFF');
const UPDATE = `mutation ($id: ID!, $input: CategoryInput!) {
  updateCategory(id: $id, input: $input) { name slug parent { slug } } }`;

test('a category is renamed and moved; slug and parent stay when they are not given', async () => {
  await using catalogue = await testProducts();
  const home = await catalogue.category({ name: 'Home' });
  const { id } = await catalogue.category({ name: 'Chairs' });
  const update = (input: object) => catalogue.as(staff)(UPDATE, { id, input });
  const code = async (input: object) => (await update(input)).errors?.[0]?.extensions?.['code'];
  expect((await update({ name: 'Seats', parentId: home.id })).data.updateCategory).toEqual({
    name: 'Seats',
    slug: 'chairs',
    parent: { slug: 'home' },
  });
  expect((await update({ name: 'Seats', slug: 'seats' })).data.updateCategory).toEqual({
    name: 'Seats',
    slug: 'seats',
    parent: { slug: 'home' },
  });
  expect(await code({ name: 'x', parentId: id })).toBe('CONFLICT');
  expect(await code({ name: 'x', slug: 'home' })).toBe('CONFLICT');
  expect(await code({ name: 'x', parentId: newUuid() })).toBe('BAD_USER_INPUT');
  expect(await code({ name: '', slug: 'A', parentId: 'x' })).toBe('BAD_USER_INPUT');
  expect((await update({ name: 'Seats', parentId: null })).data.updateCategory.parent).toBeNull();
  const unknown = await catalogue.as(staff)(UPDATE, { id: newUuid(), input: { name: 'x' } });
  expect(unknown.errors?.[0]?.extensions?.['code']).toBe('NOT_FOUND');
});

test('no cycle comes of moves at the same time', async () => {
  await using catalogue = await testProducts();
  const all = await Promise.all(Array.from({ length: 6 }, (_, n) => catalogue.category({ name: `C ${n}` })));
  for (let round = 0; round < 5; round++) {
    // Each below the next, in a ring: any five of these are a chain, all six a cycle.
    const moves = all.map(({ id, name }, n) =>
      updateCategory(catalogue.deps, { id, input: { name, parentId: all[(n + 1) % 6]!.id } }),
    );
    const refused = (await Promise.allSettled(moves)).filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ reason: { extensions: { code: 'CONFLICT' } } });
    for (const { id, name } of all)
      await updateCategory(catalogue.deps, { id, input: { name, parentId: null } });
  }
});

test('a change whose process ended after the decision is carried out by the next', async () => {
  await using catalogue = await testProducts();
  const { id } = await catalogue.category({ name: 'Chairs' });
  const home = await catalogue.category({ name: 'Home' });
  await updateCategory(catalogue.deps, { id, input: { name: 'Chairs' } });
  const decided = { id, name: 'Seats', slug: 'seats', parentId: home.id };
  expect(await advanceTree(catalogue.deps.categoryTree, 1, decided)).toBe(true);
  const below = updateCategory(catalogue.deps, { id: home.id, input: { name: 'Home', parentId: id } });
  await expect(below).rejects.toMatchObject({ extensions: { code: 'CONFLICT' } });
  expect(await catalogue.deps.categories.findOne({ _id: id })).toMatchObject({
    name: 'Seats',
    parentId: home.id,
  });
});

unlessFerretdb(test, NAMES_NO_INDEX)(
  'a category in use is not deleted, whatever the status of what is in it',
  async () => {
    await using catalogue = await testProducts();
    const top = await catalogue.category({ name: 'Top' });
    const used = await catalogue.category({ name: 'Used', parentId: top.id });
    await catalogue.product({ status: 'ARCHIVED', categoryId: used.id });
    const remove = async (id: string) => {
      const { data, errors } = await catalogue.as(staff)(`mutation { deleteCategory(id: "${id}") }`);
      return data.deleteCategory ?? errors?.[0]?.extensions?.['code'];
    };
    expect([await remove(top.id), await remove(used.id), await remove(newUuid()), await remove('x')]).toEqual(
      ['CONFLICT', 'CONFLICT', 'NOT_FOUND', 'BAD_USER_INPUT'],
    );
    const empty = await catalogue.category({ name: 'Empty', parentId: top.id });
    expect([await remove(empty.id), await remove(empty.id)]).toEqual([true, 'NOT_FOUND']);
    await catalogue.product({ categoryId: used.id });
  },
);

unlessFerretdb(test, NAMES_NO_INDEX)(
  'nothing comes to be in a category that is deleted at the same time',
  async () => {
    await using catalogue = await testProducts();
    const { deps } = catalogue;
    for (let round = 0; round < 15; round++) {
      const { id } = await catalogue.category({ name: 'Short-lived' });
      const other = await catalogue.category({ name: 'Other' });
      const [deleted] = await Promise.allSettled([
        deleteCategory(deps, id),
        catalogue.product({ categoryId: id }),
        catalogue.category({ name: 'Below', parentId: id }),
        updateCategory(deps, { id: other.id, input: { name: 'Other', parentId: id } }),
        deleteCategory(deps, id).catch(() => {}),
      ]);
      const exists = (await deps.categories.countDocuments({ _id: id })) === 1;
      if (deleted?.status === 'fulfilled') expect(exists).toBe(false);
      if (exists) continue;
      expect(await deps.products.countDocuments({ categoryId: id })).toBe(0);
      expect(await deps.categories.countDocuments({ parentId: id })).toBe(0);
    }
  },
);

test('products from before there were list keys get them', async () => {
  await using catalogue = await testProducts();
  const { id } = await catalogue.product({ name: 'Old chair' });
  const gone = { listKeys: '', nameKey: '', priceKey: '', priceHistory: '' } as const;
  await catalogue.deps.products.updateOne({ _id: id }, { $unset: gone });
  const found = async () =>
    (await catalogue.anonymous('{ products(filter: { search: "old" }) { nodes { id } } }')).data.products
      .nodes;
  expect(await found()).toEqual([]);
  await listOldProducts(catalogue.deps);
  expect(await found()).toEqual([{ id }]);
});
