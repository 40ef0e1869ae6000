import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { advanceTree } from '../../src/categories/queries/tree.ts';
import { updateCategory } from '../../src/categories/updateCategory.ts';
import { callerOf } from '../support/callers.ts';
import { testProducts } from '../support/testProducts.ts';

const staff = callerOf(newUuid(), 'STAFF');
const UPDATE = `mutation ($id: ID!, $input: CategoryInput!) {
  updateCategory(id: $id, input: $input) { name slug parent { slug } } }`;

test('a category is renamed and moved; slug and parent stay when they are not given', async () => {
  await using catalogue = await testProducts();
  const home = await catalogue.addCategory({ name: 'Home' });
  const { id } = await catalogue.addCategory({ name: 'Chairs' });
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

test('concurrent moves create no cycle', async () => {
  await using catalogue = await testProducts();
  const all = await Promise.all(
    Array.from({ length: 6 }, (_, n) => catalogue.addCategory({ name: `C ${n}` })),
  );
  for (let round = 0; round < 5; round++) {
    // Each below the next, in a ring: any five of these moves form a chain, all six a cycle.
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

test('the next process carries out a change whose process ended after the decision', async () => {
  await using catalogue = await testProducts();
  const { id } = await catalogue.addCategory({ name: 'Chairs' });
  const home = await catalogue.addCategory({ name: 'Home' });
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
