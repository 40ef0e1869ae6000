/**
 * A nullable variable may bring null to a non-null argument when either has a default: the document is valid,
 * but null is the client's mistake.
 */

import { buildSchema, type FormattedExecutionResult, graphqlSync } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordedLog } from '../ops/recordedLog.ts';
import { type Executor, type Federation, startFederation } from './federation.ts';

const EXECUTORS: readonly Executor[] = ['compiled', 'apollo'];

const INPUTS = `input Range { from: Int! = 1 to: Int inner: Range list: [Int!] }`;
const THING = `of(n: Int! = 5): Int sure(n: Int! = 5): Int! many(ids: [Int!] = [1]): Int within(range: Range): Int`;
const QUERY = `f(n: Int! = 5): Int strict(n: Int! = 5): Int! list(ids: [[Int!]]): Int within(range: Range): Int
  thing: Thing things: [Thing!]! mustThing(n: Int! = 5): Thing!`;

const resolve = (given: object) => JSON.stringify(given).length;
const ran: string[] = [];
const run = (name: string) => () => ran.push(name);
const Thing = Object.fromEntries(
  ['of', 'sure', 'many', 'within'].map((name) => [name, (_: unknown, args: object) => resolve(args)]),
);
const Query = {
  ...Object.fromEntries(
    ['f', 'strict', 'list', 'within'].map((name) => [name, (_: unknown, args: object) => resolve(args)]),
  ),
  thing: () => ({ id: '1' }),
  things: () => [{ id: '1' }, { id: '2' }],
  mustThing: () => ({ id: '1' }),
};

const merged = buildSchema(`${INPUTS} type Query { ${QUERY} } type Thing { id: ID! ${THING} }`);

let federation: Federation;
const logs = recordedLog();
beforeAll(async () => {
  federation = await startFederation(
    {
      a: {
        sdl: `${INPUTS} type Query { ${QUERY} } type Thing @key(fields: "id") { id: ID! }
          type Mutation { first(n: Int! = 1): Int second: Int third(n: Int! = 1): Int! fourth: Int }`,
        resolvers: {
          Query,
          Mutation: {
            first: run('first'),
            second: run('second'),
            third: run('third'),
            fourth: run('fourth'),
          },
        },
      },
      b: { sdl: `${INPUTS} type Thing @key(fields: "id") { id: ID! ${THING} }`, resolvers: { Thing } },
    },
    EXECUTORS,
    { log: logs.log },
  );
});
afterAll(() => federation[Symbol.asyncDispose]());

const pathsOf = ({ errors = [] }: FormattedExecutionResult) =>
  errors.map(({ path }) => path?.join('.')).sort();

describe.each(EXECUTORS)('by the executor %s', (executor) => {
  test.each<[name: string, query: string, variables: object, names: readonly string[]]>([
    ['an argument', 'query ($n: Int = 7) { f(n: $n) other: f(n: 2) }', { n: null }, ['n']],
    ['the location has the default', 'query ($n: Int) { a: f(n: $n) f }', { n: null }, ['n']],
    ['the default is null', 'query ($n: Int = null) { f(n: $n) other: f }', {}, ['n']],
    ['a field that is never null', 'query ($n: Int = 7) { strict(n: $n) f }', { n: null }, ['n']],
    [
      'an input field',
      'query ($n: Int = 7) { within(range: { from: $n, to: $n }) other: within(range: { to: $n }) }',
      { n: null },
      ['range.from'],
    ],
    [
      'an input field in others, and items of lists',
      'query ($n: Int = 7) { within(range: { inner: { from: 1, list: [1, $n] } }) list(ids: [[1], [2, $n]]) }',
      { n: null },
      ['range.inner.list.1', 'ids.1.1'],
    ],
    [
      'a field of an entity from another subgraph',
      'query ($n: Int = 7) { thing { id of(n: $n) other: of } things { id many(ids: [1, $n]) of(n: 1) } }',
      { n: null },
      ['n', 'ids.1', 'ids.1'],
    ],
    [
      'a non-null field, in a fragment',
      'query ($n: Int = 7) { thing { ...T } mustThing { id } f } fragment T on Thing { id sure(n: $n) }',
      { n: null },
      ['n'],
    ],
    ['all that was asked for', 'query ($n: Int = 7) { mustThing(n: $n) { id } }', { n: null }, ['n']],
    [
      'nothing where it is skipped, or has a value',
      'query ($n: Int = 7, $m: Int = 7, $no: Boolean = false) { f(n: $n) @include(if: $no) strict(n: $m) }',
      { n: null },
      [],
    ],
    ['introspection', 'query ($n: String = "Query") { __type(name: $n) { name } f }', { n: null }, ['name']],
  ])('%s', async (_, query, variables, names) => {
    const answer = await federation.ask(executor, { query, variables: { ...variables } });
    const expected = graphqlSync({
      schema: merged,
      source: query,
      variableValues: { ...variables },
      rootValue: rootOf(Query),
    });
    expect(JSON.stringify(answer.data)).toBe(JSON.stringify(expected.data));
    expect(pathsOf(answer)).toEqual(pathsOf(JSON.parse(JSON.stringify(expected))));
    for (const { extensions, message } of answer.errors ?? []) {
      expect(extensions?.['code']).toBe('BAD_USER_INPUT');
      expect(message).toContain('Must not be null');
    }
    const told = (answer.errors ?? []).flatMap(({ extensions }) =>
      (extensions!['problems'] as { path: string[] }[]).map(({ path }) => path.join('.')),
    );
    expect(told.sort()).toEqual(names.toSorted());
    // A cached operation bypasses Apollo Server unless it has to be refused.
    expect(await federation.ask(executor, { query, variables: { ...variables } })).toEqual(answer);
    const fine = await federation.ask(executor, {
      query,
      variables: { n: query.includes('$n: String') ? 'Query' : 3 },
    });
    expect(fine.errors).toBeUndefined();
  });

  test('a refused mutation does not run; when a non-null one is refused, none runs', async () => {
    const query = `mutation ($n: Int = 7) { first(n: $n) second third(n: $n) fourth }`;
    ran.length = 0;
    const { data, errors } = await federation.ask(executor, { query, variables: { n: null } });
    expect({ data, ran }).toEqual({ data: null, ran: ['second'] });
    expect(errors?.map(({ path }) => path)).toEqual([['first'], ['third']]);
  });

  test('no refusal is logged as an error', () => {
    expect(logs.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

/** Turns resolvers into a root value, whose functions get the arguments first. */
function rootOf(resolvers: Record<string, (parent: unknown, args: object) => unknown>): object {
  const things = { ...rootFields(Thing) };
  const withFields = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(withFields)
      : typeof value === 'object' && value !== null
        ? { ...value, ...things }
        : value;
  return Object.fromEntries(
    Object.entries(resolvers).map(([name, resolver]) => [
      name,
      (args: object) => withFields(resolver(undefined, args)),
    ]),
  );
}

const rootFields = (resolvers: typeof Thing) =>
  Object.fromEntries(
    Object.entries(resolvers).map(([name, resolver]) => [name, (args: object) => resolver(undefined, args)]),
  );
