import { NAMES_NO_INDEX, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { testProducts } from '../support/testProducts.ts';

const indexTest = unlessFerretdb(test, NAMES_NO_INDEX);

async function tree() {
  const catalogue = await testProducts();
  const home = await catalogue.addCategory({ name: 'Home' });
  const books = await catalogue.addCategory({ name: 'books' });
  const garden = await catalogue.addCategory({ name: 'Garden', parentId: home.id });
  const chairs = await catalogue.addCategory({ name: 'Chairs', parentId: home.id });
  const tools = await catalogue.addCategory({ name: 'Tools', slug: 'garden-tools', parentId: garden.id });
  return { ...catalogue, home, books, garden, chairs, tools };
}

test('the tree is read from the top, by name', async () => {
  await using catalogue = await tree();
  const { data } = await catalogue.anonymous(
    '{ categories { name parent { name } children { name parent { slug } children { slug children { id } } } } }',
  );
  const parent = { slug: 'home' };
  expect(data.categories).toEqual([
    { name: 'books', parent: null, children: [] },
    {
      name: 'Home',
      parent: null,
      children: [
        { name: 'Chairs', parent, children: [] },
        { name: 'Garden', parent, children: [{ slug: 'garden-tools', children: [] }] },
      ],
    },
  ]);
});

test('a category is found by id or slug, and as an entity', async () => {
  await using catalogue = await tree();
  const { tools } = catalogue;
  const { data } = await catalogue.anonymous(
    `query ($representations: [_Any!]!) {
      byId: category(id: "${tools.id}") { id slug name parent { parent { name } } }
      bySlug: category(slug: "garden-tools") { id }
      unknown: category(slug: "nothing") { id }
      _entities(representations: $representations) { ... on Category { name } }
    }`,
    { representations: [tools, { id: newUuid() }].map(({ id }) => ({ __typename: 'Category', id })) },
  );
  expect(data).toEqual({
    byId: { id: tools.id, slug: 'garden-tools', name: 'Tools', parent: { parent: { name: 'Home' } } },
    bySlug: { id: tools.id },
    unknown: null,
    _entities: [{ name: 'Tools' }, null],
  });
});

test.each(['', '(id: null, slug: null)', '(id: "x")', `(id: "${newUuid()}", slug: "home")`])(
  'exactly one well-formed key is needed: category%s',
  async (key) => {
    await using catalogue = await tree();
    const { errors } = await catalogue.anonymous(`{ category${key} { id } }`);
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  },
);

test('a category is put below an existing one, not below itself or one yet to come', async () => {
  await using catalogue = await tree();
  const id = newUuid();
  for (const parentId of [id, newUuid()]) {
    await expect(catalogue.addCategory({ id, name: 'Loop', parentId })).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', problems: [{ path: ['parentId'] }] },
    });
  }
  const [a, b] = [newUuid(), newUuid()];
  const pair = [
    catalogue.addCategory({ id: a, name: 'A', parentId: b }),
    catalogue.addCategory({ id: b, name: 'B', parentId: a }),
  ];
  expect((await Promise.allSettled(pair)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

indexTest('a chosen slug may be taken; a slug made from the name gets a number', async () => {
  await using catalogue = await tree();
  await expect(catalogue.addCategory({ name: 'Other', slug: 'home' })).rejects.toMatchObject({
    extensions: { code: 'CONFLICT' },
  });
  await expect(catalogue.addCategory({ id: catalogue.home.id, name: 'Other' })).rejects.toMatchObject({
    extensions: { code: 'CONFLICT' },
  });
  const homes = await Promise.all(Array.from({ length: 8 }, () => catalogue.addCategory({ name: 'Home' })));
  expect(homes.map(({ slug }) => slug).sort()).toEqual([2, 3, 4, 5, 6, 7, 8, 9].map((n) => `home-${n}`));
});
