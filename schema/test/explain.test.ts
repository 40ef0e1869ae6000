import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { QueryPlan } from '@apollo/query-planner';
import { expect, test } from 'vitest';
import { buildFetchGraph } from '../../gateway/src/execution/fetchGraph.ts';
import { createPlanner } from '../../gateway/src/planning/planner.ts';
import { runCli } from '../src/cli.ts';
import { composeGraph } from '../src/composition/graph.ts';
import { loadConfig } from '../src/config.ts';
import { explain } from '../src/explain/explain.ts';
import { loadOperations } from '../src/operations/load.ts';
import { openProject, setSubgraphs } from './support/project.ts';

const SDL = join(import.meta.dirname, 'explain');
const CONFIG = ['--config', 'config.json'];

async function opened() {
  const project = await openProject();
  await setSubgraphs(project, SDL, { operations: [{ client: 'web', files: ['operations/*.graphql'] }] });
  return project;
}

test('shows the fetches with their order, paths and keys, and joins those of one request', async () => {
  await using project = await opened();
  await writeFile(
    join(project.folder, 'page.graphql'),
    `query Page($id: ID!, $more: Boolean!) {
  order(id: $id) { number product { name stock } customer @include(if: $more) { name } }
}`,
  );
  const { code, out } = await project.run('explain', 'page.graphql', ...CONFIG);
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "in sequence
      orders (request 1, step 1) with $id, $more
        {
          order(id: $id) {
            number
            product {
              __typename
              id
            }
            customer @include(if: $more) {
              __typename
              id
            }
          }
        }
      in parallel
        at order.product
          stock (request 2, step 2)
            for Product { id }
            {
              ... on Product {
                stock
              }
            }
        at order.product
          catalog (request 3, step 2)
            for Product { id }
            {
              ... on Product {
                name
              }
            }
        if $more
          at order.customer
            catalog (request 3, step 2)
              for User { id }
              {
                ... on User {
                  name
                }
              }

    Counted with $more = true (assumed).
    query Page: 3 requests to 3 subgraphs, in 2 steps.
    "
  `);
});

test('a fetch that no other waits for joins a later request to its subgraph', async () => {
  await using project = await opened();
  await writeFile(
    join(project.folder, 'a.graphql'),
    '{ order(id: 1) { product { stock maker { depots } } } }',
  );
  const { out } = await project.run('explain', 'a.graphql', ...CONFIG, '--format', 'json');
  const { requests } = JSON.parse(out) as { requests: { subgraph: string; operations: string[] }[] };
  expect(requests.map(({ subgraph, operations }) => [subgraph, operations.length])).toEqual([
    ['orders', 1],
    ['catalog', 1],
    ['stock', 2],
  ]);
});

test('evaluates conditions by the variables or their defaults', async () => {
  await using project = await opened();
  const text = (more: string) =>
    `query Page($more: Boolean${more}) { order(id: 1) { number customer @include(if: $more) { name } } }`;
  await writeFile(join(project.folder, 'page.graphql'), text('! = true').replace('! =', ' ='));
  await writeFile(join(project.folder, 'no.json'), '{ "more": false }');
  const counted = async (...more: string[]) => {
    const { out } = await project.run('explain', 'page.graphql', ...CONFIG, ...more);
    return out.split('\n').slice(-3, -1);
  };
  expect(await counted()).toEqual([
    'Counted with $more = true.',
    'query Page: 2 requests to 2 subgraphs, in 2 steps.',
  ]);
  expect(await counted('--variables', 'no.json')).toEqual([
    'Counted with $more = false.',
    'query Page: 1 request to 1 subgraph, in 1 step.',
  ]);
});

test('a fetch that is skipped entirely is not sent', async () => {
  await using project = await opened();
  await writeFile(
    join(project.folder, 'page.graphql'),
    'query Page($a: Boolean = false, $b: Boolean = true) { a: order(id: 1) @include(if: $a) { number } b: order(id: 2) @skip(if: $b) { number } }',
  );
  await writeFile(join(project.folder, 'yes.json'), '{ "a": true }');
  const explained = async (...more: string[]) =>
    (await project.run('explain', 'page.graphql', ...CONFIG, ...more)).out.split('\n');
  const skipped = await explained();
  expect(skipped[0]).toBe('orders (not sent) with $a, $b');
  expect(skipped.slice(-3, -1)).toEqual([
    'Counted with $a = false, $b = true.',
    'query Page: 0 requests to 0 subgraphs, in 0 steps.',
  ]);
  expect((await explained('--variables', 'yes.json')).at(-2)).toBe(
    'query Page: 1 request to 1 subgraph, in 1 step.',
  );
});

test('JSON includes the plan and its requests', async () => {
  await using project = await opened();
  await writeFile(join(project.folder, 'page.graphql'), '{ order(id: 1) { product { stock } } }');
  const { out } = await project.run('explain', 'page.graphql', ...CONFIG, '--format', 'json');
  expect(JSON.parse(out)).toMatchObject({
    ok: true,
    operation: { name: null, kind: 'query' },
    requests: [
      { subgraph: 'orders', step: 1, operations: ['{order(id:1){product{__typename id}}}'] },
      { subgraph: 'stock', step: 2 },
    ],
    plan: { kind: 'QueryPlan', node: { kind: 'Sequence' } },
  });
});

test('reports syntax and validation errors at their line and column', async () => {
  await using project = await opened();
  const stdin = async () => '{\n  order(id: 1) { numbr }\n}';
  let out = '';
  const context = { cwd: project.folder, out: (text: string) => (out += text), err: () => {}, stdin };
  expect(await runCli(['explain', '-', ...CONFIG], context)).toBe(1);
  expect(
    out,
  ).toBe(`standard input:2:18: error OPERATION_INVALID: Cannot query field "numbr" on type "Order". Did you mean "number"?
The operation does not validate; there is no plan.\n`);
  await writeFile(join(project.folder, 'broken.graphql'), '{ order(');
  const broken = await project.run('explain', 'broken.graphql', ...CONFIG);
  expect([broken.code, broken.out]).toEqual([
    1,
    expect.stringContaining('broken.graphql:1:9: error GRAPHQL_SYNTAX: '),
  ]);
});

test.each([
  [
    '{\n  order(id: 1) { number\n    product { id ...Rates } }\n}\nfragment Rates on Product { rate(at: 1e400) }',
    '5:29: error QUERY_PLAN_UNSUPPORTED: The gateway cannot answer this operation: the planner fails at order.product.rate (Invalid value for argument "at": Float cannot represent non numeric value Infinity.).',
  ],
  [
    'query ($at: Moment = 1e400) { order(id: 1) { number mine: at(at: $at) } }',
    '1:53: error QUERY_PLAN_UNSUPPORTED: The gateway cannot answer this operation: the planner fails at order.mine (Invalid value, cannot be converted to AST: Infinity).',
  ],
])('reports the field at which the planner fails, with its line and column: %#', async (text, line) => {
  await using project = await opened();
  const more = [
    ['orders', 'extend type Order { at(at: Moment): Int } scalar Moment'],
    ['stock', 'extend type Product { rate(at: Float): Int }'],
  ] as const;
  for (const [name, sdl] of more) await appendFile(join(project.folder, `${name}.graphql`), sdl);
  await writeFile(join(project.folder, 'page.graphql'), text);
  const { code, out, err } = await project.run('explain', 'page.graphql', ...CONFIG);
  expect([code, out, err]).toEqual([1, `page.graphql:${line}\nThere is no plan.\n`, '']);
});

test.each([
  [
    ['nothing'],
    'explain: nothing is neither a readable file nor the name of an operation that the configuration knows',
  ],
  [['two.graphql'], 'explain: two.graphql has several operations (A, B): choose one with --name'],
  [['two.graphql', '--name', 'C'], 'explain: two.graphql has no operation C (it has A, B)'],
  [['-'], 'explain: there is no standard input to read'],
  [['two.graphql', '--variables', 'two.graphql'], /^schema: two\.graphql: .*JSON/],
  [
    ['two.graphql', '--format', 'github'],
    '--format must be one of text, json for this command, not "github"',
  ],
])('explain %j is one line, and exit code 2', async (argv, line) => {
  await using project = await opened();
  await writeFile(join(project.folder, 'two.graphql'), 'query A { __typename } query B { __typename }');
  const { code, err } = await project.run('explain', ...argv, ...CONFIG);
  expect([code, err]).toEqual([
    2,
    typeof line === 'string' ? `schema: ${line}\n` : expect.stringMatching(line),
  ]);
});

test('chooses one of several operations in a file by name', async () => {
  await using project = await opened();
  const text = 'query A { order(id: 1) { number } } query B { order(id: 1) { product { name } } }';
  await writeFile(join(project.folder, 'two.graphql'), text);
  const { out } = await project.run('explain', 'two.graphql', '--name', 'B', ...CONFIG);
  expect(out).toContain('query B: 2 requests to 2 subgraphs');
});

test('finds an operation by name or file, with the fragments of its client, and one without any fetch', async () => {
  await using project = await opened();
  const write = (name: string, text: string) => writeFile(join(project.folder, 'operations', name), text);
  await mkdir(join(project.folder, 'operations'));
  await write('a.graphql', 'query A { order(id: 1) { ...Parts } }');
  await write('parts.graphql', 'fragment Parts on Order { product { name } }');
  await write('b.graphql', 'query B { __typename }');
  for (const operation of ['A', 'operations/a.graphql']) {
    const { out } = await project.run('explain', operation, ...CONFIG);
    expect(out).toContain('query A: 2 requests to 2 subgraphs, in 2 steps.');
  }
  expect((await project.run('explain', 'B', ...CONFIG)).out).toBe(
    'no request to a subgraph\n\nquery B: 0 requests to 0 subgraphs, in 0 steps.\n',
  );
});

test('plans every operation of this project like the gateway, with the same requests', async () => {
  const cwd = join(import.meta.dirname, '../..');
  const config = await loadConfig(undefined, cwd);
  const { operations } = await loadOperations(config.operations, config.folder, cwd);
  const made = await composeGraph(config, cwd);
  if ('problems' in made) throw new Error('The subgraphs do not compose.');
  const { supergraph } = made.graph.composed;
  const gateway = createPlanner(supergraph);
  const queries = operations.filter(({ node }) => node.operation !== 'subscription');
  expect(queries.length).toBeGreaterThan(20);
  for (const found of queries) {
    const theirs = gateway.plan(found.document, undefined);
    const explained = explain(found, supergraph, {});
    if ('problem' in explained) throw new Error(explained.problem.message);
    const { plan, requests, conditions } = explained;
    expect(withoutDocuments(plan), found.name).toEqual(withoutDocuments(theirs));
    expect(requests.map(({ subgraph, fetches }) => [subgraph, fetches.length]).sort(), found.name).toEqual(
      buildFetchGraph(theirs, new Map(Object.keys(conditions).map((name) => [name, true])))
        .requests.map(({ subgraph, fetches }) => [subgraph, fetches.length])
        .sort(),
    );
  }
});

/** Removes parsed documents, which a plan has only in memory. */
function withoutDocuments(plan: QueryPlan): unknown {
  return JSON.parse(
    JSON.stringify(plan, (key, value) => (key === 'operationDocumentNode' ? undefined : value)),
  );
}
