import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import { expect, test } from 'vitest';
import type { Conditions } from '../../src/execution/conditions.ts';
import { buildFetchGraph } from '../../src/execution/fetchGraph.ts';
import { compileRequests } from '../../src/execution/requests.ts';
import { run } from '../../src/execution/run.ts';

const fetch = (serviceName: string, operationKind: 'query' | 'mutation' = 'query', operation = '{ x }') =>
  ({ kind: 'Fetch', serviceName, operation, operationName: undefined, operationKind }) as PlanNode;
const flatten = (path: string, node: PlanNode): PlanNode => ({
  kind: 'Flatten',
  path: path.split('.'),
  node,
});
const sequence = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Sequence', nodes });
const parallel = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Parallel', nodes });
const draw = (node: PlanNode, conditions: Conditions = new Map()) =>
  buildFetchGraph({ kind: 'QueryPlan', node } as QueryPlan, conditions);

/** Describes each request by its subgraph and its paths. */
const requestsOf = (graph: ReturnType<typeof draw>) =>
  graph.requests.map(({ subgraph, fetches }) =>
    [subgraph, ...fetches.map((index) => graph.fetches[index]!.path.join('.'))].join(' '),
  );

test('fetches from one subgraph that can start together share a request, wherever they are in the plan', () => {
  const graph = draw(
    parallel(
      sequence(fetch('users'), flatten('users.@', fetch('reviews'))),
      sequence(fetch('products'), flatten('products.@', fetch('reviews'))),
    ),
  );
  expect(requestsOf(graph)).toEqual(['users ', 'reviews users.@ products.@', 'products ']);
});

test('a fetch that nothing waits for is deferred to a later request to its subgraph', () => {
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

test('a fetch that others wait for is not deferred', () => {
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

test('mutations run one after another, in their order', () => {
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

test('a false condition drops its clause, and the fetches after it wait for those before it', () => {
  const condition: PlanNode = { kind: 'Condition', condition: 'wide', ifClause: fetch('b') };
  const graph = draw(sequence(fetch('a'), condition, fetch('c')));
  expect(graph.fetches.map(({ node, dependencies }) => [node.serviceName, dependencies])).toEqual([
    ['a', 0],
    ['c', 1],
  ]);
});

test('entities that another fetch may still add to through their parents stay separate', () => {
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

test('a fetch that conditions leave nothing of is dropped, and its dependents wait for the fetches before it', () => {
  const skipping = fetch('a', 'query', '{ x @skip(if: $x) ... on Query @skip(if: true) { y } }');
  const entities = {
    ...fetch('b', 'query', '{ _entities(representations: $r) { ... on P { p @include(if: $p) } } }'),
    requires: [],
  } as unknown as PlanNode;
  const node = sequence(skipping, flatten('x', entities), flatten('x', fetch('c')));
  const subgraphs = (conditions: Record<string, boolean>) =>
    draw(node, new Map(Object.entries(conditions))).fetches.map((each) => each.node.serviceName);
  expect(subgraphs({ x: false, p: true })).toEqual(['a', 'b', 'c']);
  expect(subgraphs({ x: true, p: false })).toEqual(['c']);
  expect(draw(node, new Map([['x', true]])).fetches[0]).toMatchObject({ dependencies: 0 });
});

test('an index out of range stops the operation without another request', async () => {
  const graph = draw(parallel(fetch('a'), fetch('b')));
  const isOfType = () => true;
  const [first, second] = graph.fetches;
  const wrong = { ...graph, fetches: [first!, { ...second!, request: 7 }] };
  const asked: string[] = [];
  const running = run(
    { graph: wrong, requests: compileRequests(graph, isOfType), isOfType },
    {
      variables: {},
      ask: async (subgraph) => {
        asked.push(subgraph);
        return { data: {} };
      },
    },
  );
  await expect(running).rejects.toThrow('There is no item 7 in a list of 2.');
  expect(asked).not.toContain('b');
});
