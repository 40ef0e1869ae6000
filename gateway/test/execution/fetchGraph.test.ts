import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import { expect, test } from 'vitest';
import { drawFetchGraph } from '../../src/execution/fetchGraph.ts';

const fetch = (serviceName: string, operationKind: 'query' | 'mutation' = 'query', operation = '{ x }') =>
  ({ kind: 'Fetch', serviceName, operation, operationName: undefined, operationKind }) as PlanNode;
const flatten = (path: string, node: PlanNode): PlanNode => ({
  kind: 'Flatten',
  path: path.split('.'),
  node,
});
const sequence = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Sequence', nodes });
const parallel = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Parallel', nodes });
const draw = (node: PlanNode, holds = (_: string) => true) =>
  drawFetchGraph({ kind: 'QueryPlan', node } as QueryPlan, holds);

/** Each request as its subgraph and the paths that it asks for. */
const requestsOf = (graph: ReturnType<typeof draw>) =>
  graph.requests.map(({ subgraph, fetches }) =>
    [subgraph, ...fetches.map((index) => graph.fetches[index]!.path.join('.'))].join(' '),
  );

test('fetches of one subgraph that can begin together are one request, wherever they stand in the plan', () => {
  const graph = draw(
    parallel(
      sequence(fetch('users'), flatten('users.@', fetch('reviews'))),
      sequence(fetch('products'), flatten('products.@', fetch('reviews'))),
    ),
  );
  expect(requestsOf(graph)).toEqual(['users ', 'reviews users.@ products.@', 'products ']);
});

test('a fetch that nothing waits for is put off to where its subgraph is asked anyhow', () => {
  const graph = draw(
    sequence(
      fetch('products'),
      parallel(
        flatten('products.@', fetch('inventory')),
        sequence(flatten('products.@', fetch('prices')), flatten('products.@', fetch('inventory'))),
      ),
    ),
  );
  expect(requestsOf(graph)).toEqual(['products ', 'inventory products.@ products.@', 'prices products.@']);
});

test('what others wait for is not put off', () => {
  const graph = draw(
    sequence(
      fetch('products'),
      parallel(
        sequence(flatten('a', fetch('inventory')), flatten('a', fetch('prices'))),
        sequence(flatten('b', fetch('prices')), flatten('b', fetch('inventory'))),
      ),
    ),
  );
  expect(requestsOf(graph)).toEqual(['products ', 'inventory a', 'prices a', 'prices b', 'inventory b']);
});

test('mutations are one by one, in their order', () => {
  const graph = draw(sequence(fetch('a', 'mutation'), fetch('b', 'mutation'), fetch('a', 'mutation')));
  expect(graph.requests.map(({ subgraph, kind }) => `${kind} ${subgraph}`)).toEqual([
    'mutation a',
    'mutation b',
    'mutation a',
  ]);
  expect(graph.fetches.map(({ dependencies, dependents }) => [dependencies, dependents])).toEqual([
    [0, [1]],
    [1, [2]],
    [1, []],
  ]);
});

test('a condition that does not hold leaves its clause out, and what comes after it waits for what was before', () => {
  const condition: PlanNode = { kind: 'Condition', condition: 'wide', ifClause: fetch('b') };
  const graph = draw(sequence(fetch('a'), condition, fetch('c')), () => false);
  expect(graph.fetches.map(({ node, dependencies }) => [node.serviceName, dependencies])).toEqual([
    ['a', 0],
    ['c', 1],
  ]);
});

test('entities that another fetch may still put something into from around them stay apart', () => {
  const graph = draw(
    sequence(
      fetch('a'),
      parallel(
        flatten('list.@.item', fetch('b')),
        flatten('list.@', fetch('c', 'query', '{ item { rank } }')),
        flatten('list.@.other', fetch('b')),
      ),
    ),
  );
  const shares = graph.fetches.map(({ path, mayShare }) => [path.join('.'), mayShare]);
  expect(shares).toEqual([
    ['', true],
    ['list.@.item', false],
    ['list.@', true],
    ['list.@.other', true],
  ]);
});
