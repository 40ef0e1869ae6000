import { buildSchema, type FragmentDefinitionNode, type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { included } from '../../src/execution/conditions.ts';
import { compileResponseShape } from '../../src/execution/responseShape.ts';

const schema = buildSchema(`
  type Query { thing: Thing must: Thing! things: [Thing!] rows: [[Int]] named: Named any: JSON color: Color }
  interface Named { name: String }
  type Thing implements Named { id: ID! name: String! size: Float count: Int on: Boolean }
  type Other implements Named { name: String other: Int }
  scalar JSON
  union Either = Thing | Other
  enum Color { RED BLUE }`);

/** Writes the data as JSON; `$yes` is true. */
function write(query: string, data: object): string | null {
  const [operation, ...fragments] = parse(query).definitions;
  const conditions = new Map([['yes', true]]);
  const shape = compileResponseShape(
    {
      schema,
      fragments: new Map((fragments as FragmentDefinitionNode[]).map((node) => [node.name.value, node])),
      includes: (directives) => included(directives, conditions),
    },
    schema.getQueryType()!,
    (operation as OperationDefinitionNode).selectionSet,
  );
  return shape.write(JSON.parse(JSON.stringify(data)), new Map(), () => 'null');
}

const thing = { __typename: 'Thing', id: '1', name: 'one', size: 1.5, count: 2, on: true };

test.each([
  ['{ thing { name id } }', { thing }, '{"thing":{"name":"one","id":"1"}}'],
  ['{ a: thing { b: id } }', { a: { b: 'x' } }, '{"a":{"b":"x"}}'],
  ['{ thing { on size count } }', { thing }, '{"thing":{"on":true,"size":1.5,"count":2}}'],
  ['{ thing { id @skip(if: $yes) name @include(if: $yes) } }', { thing }, '{"thing":{"name":"one"}}'],
  ['{ thing { id @skip(if: true) } }', { thing }, '{"thing":{}}'],
  [
    '{ named { __typename name ... on Other { other } } }',
    { named: thing },
    '{"named":{"__typename":"Thing","name":"one"}}',
  ],
  [
    '{ named { ...F } } fragment F on Thing { ... on Named { t: __typename } id }',
    { named: thing },
    '{"named":{"t":"Thing","id":"1"}}',
  ],
  [
    '{ thing { id } ...F } fragment F on Query { thing { name } }',
    { thing },
    '{"thing":{"id":"1","name":"one"}}',
  ],
  ['{ thing { ... on Either { ... on Thing { id } } } }', { thing: { id: '1' } }, '{"thing":{"id":"1"}}'],
  ['{ thing { ... on Named { name } } }', { thing: { name: 'x' } }, '{"thing":{"name":"x"}}'],
  [
    '{ thing { id ... on Thing { name } } }',
    { thing: { ...thing, __typename: 'Named' } },
    '{"thing":{"id":"1","name":"one"}}',
  ],
  ['{ rows }', { rows: [[1, null], null] }, '{"rows":[[1,null],null]}'],
  ['{ any color }', { any: { a: ['"'] }, color: 'BLUE' }, '{"any":{"a":["\\""]},"color":"BLUE"}'],
  ['{ any }', {}, '{"any":null}'],
  ['{ constructor: color toString: any }', {}, '{"constructor":null,"toString":null}'],
])('%s', (query, data, expected) => expect(write(query, data)).toBe(expected));

test.each([
  [
    'an object',
    '{ thing { id name } color }',
    { thing: { id: '1' }, color: 'RED' },
    '{"thing":null,"color":"RED"}',
  ],
  [
    'a list',
    '{ things { name } color }',
    { things: [thing, {}], color: null },
    '{"things":null,"color":null}',
  ],
  ['the answer', '{ must { id } color }', { color: 'RED' }, null],
])('an illegal null makes %s null', (_, query, data, expected) => {
  expect(write(query, data)).toBe(expected);
});

test.each([
  ['{ thing { count } }', { thing: { count: 1.5 } }],
  ['{ thing { count } }', { thing: { count: '1' } }],
  ['{ thing { size } }', { thing: { size: 'big' } }],
  ['{ thing { on } }', { thing: { on: 'true' } }],
  ['{ color }', { color: 'GREEN' }],
  ['{ color }', { color: 3 }],
  ['{ thing { id } }', { thing: 'text' }],
  ['{ things { id } }', { things: 'text' }],
  ['{ named { name } }', { named: { __typename: 'Ghost', name: 'boo' } }],
])('%s: a value that is not of its type becomes null: %j', (query, data) => {
  expect(JSON.stringify(write(query, data))).toMatch(/null/);
});

test.each(['plain', '"', '\\', '\n', '\u2028', 'é', '\ud800', '𝄞', '\u007f', 'x'.repeat(100)])(
  'a string is written as JSON.stringify does: %j',
  (name) => expect(JSON.parse(write('{ thing { name } }', { thing: { name } })!).thing.name).toBe(name),
);
