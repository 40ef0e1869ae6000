/**
 * References to entities that their subgraph does not know: non-null fields have no value, and each place has
 * its own error.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Executor, type Federation, startFederation } from './federation.ts';

const EXECUTORS: readonly Executor[] = ['compiled', 'apollo'];

let federation: Federation;
beforeAll(async () => {
  federation = await startFederation(
    {
      orders: {
        sdl: `type Query { orders: [Order!]! order: Order broken: Order lines: [[Line!]] }
          type Order { id: ID! line: Line must: Line! }
          type Line @key(fields: "id") { id: ID! }`,
        resolvers: {
          Query: {
            orders: () => ['a', 'gone', 'lost'].map(orderOf),
            order: () => orderOf('gone'),
            broken: () => orderOf('broken'),
            lines: () => [[{ id: 'a' }, { id: 'gone' }], [{ id: 'a' }], [{ id: 'gone' }, { id: 'lost' }]],
          },
        },
      },
      products: {
        sdl: 'type Line @key(fields: "id") { id: ID! name: String! note: String }',
        resolvers: {
          Line: {
            __resolveReference({ id }: { id: string }) {
              if (id === 'broken') throw new Error('It broke.');
              return id === 'a' ? { id, name: 'A', note: null } : null;
            },
          },
        },
      },
    },
    EXECUTORS,
  );
});
afterAll(() => federation[Symbol.asyncDispose]());

const orderOf = (id: string) => ({ id, line: { id }, must: { id } });

describe.each(EXECUTORS)('by the executor %s', (executor) => {
  test.each<[query: string, data: unknown, paths: readonly string[]]>([
    ['{ order { id line { name } } }', { order: { id: 'gone', line: null } }, ['order.line.name']],
    ['{ order { id line { note } } }', { order: { id: 'gone', line: { note: null } } }, []],
    ['{ order { id must { note n: name } } }', { order: null }, ['order.must.n']],
    [
      '{ orders { line { name id note } } }',
      { orders: [{ line: { name: 'A', id: 'a', note: null } }, { line: null }, { line: null }] },
      ['orders.1.line.name', 'orders.2.line.name'],
    ],
    [
      '{ lines { ...L } } fragment L on Line { id name }',
      { lines: [null, [{ id: 'a', name: 'A' }], null] },
      ['lines.0.1.name', 'lines.2.0.name'],
    ],
  ])('%s', async (query, data, paths) => {
    const answer = await federation.ask(executor, { query });
    expect(answer.data).toEqual(data);
    expect((answer.errors ?? []).map(({ path }) => path?.join('.'))).toEqual(paths);
    for (const { message, extensions } of answer.errors ?? []) {
      // `@apollo/gateway` names the field by its alias.
      expect(message).toMatch(/^Cannot return null for non-nullable field Line\.(?:name|n)\.$/);
      expect(extensions).toEqual({ code: 'MISSING_VALUE' });
    }
    // The second time the cached operation bypasses Apollo Server.
    expect(await federation.ask(executor, { query })).toEqual(answer);
  });

  test('a null that a subgraph’s error explains gets no second error', async () => {
    const answer = await federation.ask(executor, {
      query: '{ broken { line { name } } order { line { name } } }',
    });
    expect(answer.data).toEqual({ broken: { line: null }, order: { line: null } });
    const codes = (answer.errors ?? []).map(({ extensions }) => extensions?.['code']);
    // One request asked for both, and the subgraph's error has no index: it is reported at each.
    const other = executor === 'compiled' ? ['INTERNAL_SERVER_ERROR'] : [];
    expect(codes).toEqual(['INTERNAL_SERVER_ERROR', ...other]);
  });

  test('null propagates to the first nullable place, with one error', async () => {
    const answer = await federation.ask(executor, { query: '{ orders { must { name } } }' });
    expect(answer.data ?? null).toBeNull();
    expect(answer.errors?.map(({ path }) => path?.join('.'))).toEqual(['orders.1.must.name']);
  });
});
