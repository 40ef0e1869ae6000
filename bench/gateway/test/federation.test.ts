/**
 * The basis of the benchmark: subgraphs that answer their requests, and our gateways, which answer correctly.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createAnswerer } from '../federation/answer.ts';
import { composeSupergraph } from '../federation/compose.ts';
import { expectedData } from '../federation/expected.ts';
import { QUERIES } from '../federation/queries.ts';
import type { SubgraphName } from '../federation/schemas.ts';
import { startSubgraphs } from '../federation/server.ts';
import { GATEWAYS } from '../gateways.ts';
import { ask, startGateway } from '../house.ts';

const answerOf = (subgraph: SubgraphName, query: string, variables: object = {}) =>
  JSON.parse(createAnswerer(subgraph).answer(JSON.stringify({ query, variables })).toString());

describe('a subgraph', () => {
  test('answers merged entity fetches, each with its own representations', () => {
    const query = `query ($a: [_Any!]!, $b: [_Any!]!) {
      a: _entities(representations: $a) { ... on User { id reviews { product { upc } } } }
      b: _entities(representations: $b) { __typename ... on Product { upc all: reviews { id author { id } } } }
    }`;
    const { data } = answerOf('reviews', query, {
      a: [{ __typename: 'User', id: '2' }],
      b: [
        { __typename: 'Product', upc: '2' },
        { __typename: 'Product', upc: 'unknown' },
      ],
    });
    expect(data).toEqual({
      a: [{ id: '2', reviews: [{ product: { upc: '8' } }, { product: { upc: '4' } }] }],
      b: [
        {
          __typename: 'Product',
          upc: '2',
          all: [
            { id: '6', author: { id: '3' } },
            { id: '12', author: { id: '5' } },
            { id: '18', author: { id: '1' } },
          ],
        },
        null,
      ],
    });
  });

  test('estimates shipping from the given price and weight, and fails without them', () => {
    const query = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Product { shippingEstimate } } }`;
    const given = (fields: object) =>
      answerOf('inventory', query, { representations: [{ __typename: 'Product', upc: '1', ...fields }] });
    expect(given({ price: 10, weight: 6 }).data).toEqual({ _entities: [{ shippingEstimate: 3 }] });
    expect(given({ price: 2_000, weight: 6 }).data).toEqual({ _entities: [{ shippingEstimate: 0 }] });
    expect(given({}).errors).toHaveLength(1);
  });

  test('computes the same request once, and a different one again', () => {
    const answerer = createAnswerer('products');
    const body = (first: number) =>
      JSON.stringify({
        query: 'query ($n: Int) { topProducts(first: $n) { upc } }',
        variables: { n: first },
      });
    expect(answerer.answer(body(2))).toBe(answerer.answer(body(2)));
    expect(answerer.worked).toBe(1);
    expect(answerer.answer(body(1)).toString()).toBe('{"data":{"topProducts":[{"upc":"1"}]}}');
  });

  test("has no other subgraph's fields", () => {
    expect(() => answerOf('products', '{ topProducts { inStock } }')).toThrow('Cannot query field');
  });
});

test('the big answer has about 88 KB', () => {
  const size = JSON.stringify({ data: expectedData(QUERIES.big) }).length;
  expect(Math.abs(size - 88_000)).toBeLessThan(1_000);
});

test.for(['holdfast', 'holdfast-apollo'] as const)('%s answers each query correctly', async (name) => {
  await using opened = new AsyncDisposableStack();
  const { addresses } = opened.use(await startSubgraphs());
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-test-'));
  opened.defer(() => rm(folder, { recursive: true }));
  const supergraph = join(folder, 'supergraph.graphql');
  await writeFile(supergraph, composeSupergraph(addresses));
  const gateway = opened.use(await startGateway({ addresses, supergraph, folder }, GATEWAYS[name], null));
  for (const query of Object.values(QUERIES)) {
    const response = await ask(gateway.url, query);
    expect(await response.json()).toEqual({ data: expectedData(query) });
  }
});
