/**
 * graphql-js answers introspection with both executors: it never passes through Apollo's older meta-schema.
 */
import {
  buildSchema,
  getIntrospectionQuery,
  graphqlSync,
  type IntrospectionInputValue,
  type IntrospectionQuery,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Executor, type Federation, startFederation } from './federation.ts';

const EXECUTORS: readonly Executor[] = ['compiled', 'apollo'];

/**
 * A schema with everything that an older meta-schema may not know, and with defaults that graphql-js 16
 * cannot print.
 */
const SDL = `
"Holds anything."
scalar JSON @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc8259")
enum Color { GREEN @deprecated(reason: "It is not seen.") RED }
input Filter { any: JSON = { deep: [1, { a: RED }] } color: Color = RED old: Int = 3 @deprecated }
directive @marked(with: JSON = { a: 1 }) repeatable on FIELD
type Query {
  f(
    object: JSON = {}
    list: [JSON!] = [{}, [1.50, RED]]
    constant: JSON = RED
    large: JSON = 12345678901234567890
    none: JSON = null
    filter: Filter = { color: GREEN, any: [] }
    ids: [ID!] = ["1"]
    old: Int @deprecated(reason: "Unused.")
  ): Int @shareable
}`;

const expected = buildSchema(SDL.replace('@shareable', ''));

let federation: Federation;
beforeAll(async () => {
  const resolvers = { Query: { f: (_: unknown, args: object) => Object.keys(args).length } };
  federation = await startFederation({ a: { sdl: SDL, resolvers } }, EXECUTORS);
});
afterAll(() => federation[Symbol.asyncDispose]());

const ALL = getIntrospectionQuery({
  descriptions: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
});

describe.each(EXECUTORS)('by the executor %s', (executor) => {
  test('the full introspection has every default as it was written', async () => {
    const { data, errors } = await federation.ask(executor, { query: ALL });
    expect(errors).toBeUndefined();
    const { __schema } = data as unknown as IntrospectionQuery;
    const query = __schema.types.find(({ name }) => name === 'Query');
    const filter = __schema.types.find(({ name }) => name === 'Filter');
    expect(query?.kind === 'OBJECT' && defaultsOf(query.fields[0]!.args)).toEqual({
      constant: 'RED',
      filter: '{color: GREEN, any: []}',
      ids: '["1"]',
      large: '12345678901234567890',
      list: '[{}, [1.50, RED]]',
      none: 'null',
      object: '{}',
      old: null,
    });
    expect(filter?.kind === 'INPUT_OBJECT' && defaultsOf(filter.inputFields)).toEqual({
      any: '{deep: [1, {a: RED}]}',
      color: 'RED',
      old: '3',
    });
    expect(__schema.directives).toContainEqual(
      expect.objectContaining({
        name: 'marked',
        isRepeatable: true,
        args: [expect.objectContaining({ defaultValue: '{a: 1}' })],
      }),
    );
  });

  test.each([
    '{ __type(name: "Filter") { isOneOf kind inputFields(includeDeprecated: true) { name isDeprecated } } }',
    'query ($name: String = "JSON") { t: __type(name: $name) { specifiedByURL isOneOf } __typename }',
    '{ ...Meta __schema { description } } fragment Meta on Query { __schema { ...Names } } fragment Names on __Schema { queryType { ...OneOf } } fragment OneOf on __Type { name isOneOf }',
    'query ($no: Boolean = false) { __schema @include(if: $no) { description } ... @skip(if: $no) { __type(name: "Color") { enumValues(includeDeprecated: true) { name deprecationReason } } } }',
    '{ __typename: __type(name: "Query") { __typename isOneOf } }',
    '{ __type(name: "Nothing") { isOneOf } }',
  ])('the answer equals that of graphql-js: %s', async (query) => {
    const { data } = JSON.parse(JSON.stringify(graphqlSync({ schema: expected, source: query })));
    expect(await federation.ask(executor, { query })).toEqual({ data });
  });

  test('introspection next to fields of subgraphs keeps the order of the operation', async () => {
    const query =
      '{ a: f __type(name: "Filter") { isOneOf } b: f(none: 1) s: __schema { description } c: f }';
    const answer = await federation.ask(executor, { query });
    expect(JSON.stringify(answer)).toBe(
      JSON.stringify({
        data: { a: 7, __type: { isOneOf: false }, b: 7, s: { description: null }, c: 7 },
      }),
    );
  });
});

const defaultsOf = (inputs: readonly IntrospectionInputValue[]) =>
  Object.fromEntries(inputs.map(({ name, defaultValue }) => [name, defaultValue]));
