import { expect, test } from 'vitest';
import { findEntities, type Shared } from '../../src/execution/entities.ts';
import { compileRepresentation, newRepresentations } from '../../src/execution/representations.ts';

const byUpc = compileRepresentation(
  [
    {
      kind: 'InlineFragment',
      typeCondition: 'Product',
      selections: [
        { kind: 'Field', name: '__typename' },
        { kind: 'Field', name: 'upc' },
      ],
    },
  ],
  [],
  (typename, type) => typename === type,
);
const product = (upc: unknown, more = {}) => ({ __typename: 'Product', upc, ...more });

test('an entity at several places is represented once', () => {
  const root = { list: [product('a'), product('b'), null, product('a')] };
  const representations = newRepresentations();
  const found = findEntities(root, ['list', '@'], byUpc, representations, null);
  expect(found.indexes).toEqual([0, 1, 0]);
  expect(representations.texts).toEqual([
    '{"__typename":"Product","upc":"a"}',
    '{"__typename":"Product","upc":"b"}',
  ]);
});

test('a number and a string are different keys', () => {
  const representations = newRepresentations();
  findEntities({ list: [product(1), product('1')] }, ['list', '@'], byUpc, representations, null);
  expect(representations.texts).toHaveLength(2);
});

test('equal entities without further fields become one object, others stay separate', () => {
  const root = { list: [product('a'), product('a', { own: 1 }), product('a')] };
  const shared: Shared = new Map();
  const { objects } = findEntities(root, ['list', '@'], byUpc, newRepresentations(), shared);
  expect(root.list[0]).toBe(root.list[2]);
  expect(root.list[1]).not.toBe(root.list[0]);
  expect(objects).toEqual([root.list[0], root.list[1]]);
});

test('entities that became one object stay one after they received more fields', () => {
  const root = { list: [product('a'), product('a')] };
  const shared: Shared = new Map();
  findEntities(root, ['list', '@'], byUpc, newRepresentations(), shared);
  Object.assign(root.list[0]!, { name: 'A' });
  const { objects } = findEntities(root, ['list', '@'], byUpc, newRepresentations(), shared);
  expect(objects).toHaveLength(1);
});

test('an object without a key, or of another type, is found but not represented', () => {
  const root = { list: [{ __typename: 'Product' }, { __typename: 'Other', upc: 'a' }, { upc: 'a' }] };
  const representations = newRepresentations();
  const { objects, indexes } = findEntities(root, ['list', '@'], byUpc, representations, null);
  expect([objects.length, indexes, representations.texts]).toEqual([3, [-1, -1, -1], []]);
});

test('a path may lead through nested lists and keys that name properties of every object', () => {
  const root = JSON.parse('{"constructor":[[{"__typename":"Product","upc":"a"}],null]}');
  const path = ['constructor', '@', '@'];
  expect(findEntities(root, path, byUpc, newRepresentations(), null).objects).toHaveLength(1);
  expect(findEntities({}, path, byUpc, newRepresentations(), null).objects).toHaveLength(0);
});
