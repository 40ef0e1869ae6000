/** Neighbouring mutations of one subgraph, with selected fields of another subgraph. */
import { expect, test } from 'vitest';
import { ANYONE, createFederation, planHere } from './federation.ts';

const shelves = () => {
  const stock = new Map([['a', 1]]);
  const set = (_: unknown, { to }: { to: number }) => {
    stock.set('a', to);
    return { id: 'a' };
  };
  return createFederation({
    stock: {
      sdl: `type Query { none: Int } type Mutation { setStock(to: Int!): Shelf count: Int }
        type Shelf @key(fields: "id") { id: ID! }`,
      resolvers: { Mutation: { setStock: set, count: () => stock.get('a') } },
    },
    labels: {
      sdl: `type Shelf @key(fields: "id") { id: ID! label: String place: Place } type Place { row: Row }
        type Row @key(fields: "id") { id: ID! }`,
      resolvers: {
        Shelf: {
          __resolveReference: ({ id }: { id: string }) => ({ id, place: { row: { id: 'r' } } }),
          label: () => `${stock.get('a')} left`,
        },
      },
    },
    rows: {
      sdl: `type Row @key(fields: "id") { id: ID! full: Boolean }`,
      resolvers: { Row: { __resolveReference: () => ({ id: 'r', full: (stock.get('a') ?? 0) > 5 }) } },
    },
  });
};

test('the selection of a mutation is read before the next mutation runs', async () => {
  const query = 'mutation { one: setStock(to: 2) { label } two: setStock(to: 9) { label } count }';
  const right = { one: { label: '2 left' }, two: { label: '9 left' }, count: 9 };
  expect((await shelves().stock(query)).data).toEqual({ ...right, one: { label: '9 left' } });
  expect((await shelves().ours(query)).data).toEqual(right);
});

test('the order holds at any depth, in fragments, and for two selections of one name', async () => {
  const query = `mutation ($no: Boolean!) { __typename ...Both ... @include(if: $no) { three: setStock(to: 7) { label } } one: setStock(to: 2) { label } }
    fragment Both on Mutation { one: setStock(to: 2) { place { row { full } } } ... @skip(if: $no) { two: setStock(to: 9) { place { row { full } } } } }`;
  const first = { place: { row: { full: false } }, label: '2 left' };
  expect(await shelves().ours(query, { no: false })).toEqual({
    data: { __typename: 'Mutation', one: first, two: { place: { row: { full: true } } } },
  });
  expect(await shelves().ours(query, { no: true })).toEqual({
    data: { __typename: 'Mutation', one: first, three: { label: '7 left' } },
  });
});

test('mutations that select nothing of other subgraphs share a request with the next one', async () => {
  const query = 'mutation { one: setStock(to: 2) { id } count two: setStock(to: 9) { label } }';
  const graph = shelves();
  expect(await graph.ours(query)).toEqual({
    data: { one: { id: 'a' }, count: 2, two: { label: '9 left' } },
  });
  const { plan } = await planHere(graph.supergraphSdl).plan(query, undefined, ANYONE);
  expect(JSON.stringify(plan).match(/"operationKind":"mutation"/g)).toHaveLength(1);
});
