import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DocumentNode, parse, print, Source, visit } from 'graphql';
import { expect, test } from 'vitest';
import { composeSources } from '../src/composition/compose.ts';
import { loadConfig } from '../src/config.ts';
import type { Problem } from '../src/problem.ts';
import { readSources, type SubgraphSource } from '../src/sources.ts';
import { openProject, type Project } from './support/project.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';

async function compose(project: Project, subgraphs: Record<string, string>, ...more: string[]) {
  for (const [name, sdl] of Object.entries(subgraphs))
    await writeFile(join(project.folder, `${name}.graphql`), `${LINK}\n${sdl}\n`);
  const names = Object.keys(subgraphs).map((name) => [name, { schema: `${name}.graphql` }]);
  await writeFile(
    join(project.folder, 'config.json'),
    JSON.stringify({ subgraphs: Object.fromEntries(names) }),
  );
  const { code, out } = await project.run('compose', '--config', 'config.json', '--format', 'json', ...more);
  return { code, problems: (JSON.parse(out) as { problems: Problem[] }).problems };
}

const SHOP = `type Query { product: Product }
type Product @key(fields: "id") { id: ID! name: String }`;

test('the result is the same to the byte, however SDL and configuration are ordered', async () => {
  const cwd = join(import.meta.dirname, '../..');
  const { subgraphs: config } = await loadConfig(undefined, cwd);
  const { subgraphs } = await readSources(config, cwd);
  const reversed = await readSources(config.toReversed(), cwd);
  const shuffled = reversed.subgraphs.map((subgraph) => ({
    ...subgraph,
    document: parse(new Source(print(backwards(subgraph.document)), subgraph.file)),
  }));
  const composedOf = (sources: readonly SubgraphSource[]) => composeSources(sources).composed;
  expect(composedOf(shuffled)).toEqual(composedOf(subgraphs));
});

function backwards(document: DocumentNode): DocumentNode {
  return visit(document, {
    leave(node) {
      if (!/(?:Document|Definition|Extension)$/.test(node.kind)) return undefined;
      const turned: Record<string, unknown> = { ...node };
      for (const key of ['definitions', 'fields', 'arguments', 'values', 'types', 'interfaces']) {
        const list = turned[key];
        if (Array.isArray(list)) turned[key] = list.toReversed();
      }
      return turned;
    },
  });
}

test('a syntax error has its line and column', async () => {
  await using project = await openProject();
  const { code, problems } = await compose(project, { shop: `${SHOP}\ntype Broken { a Int }` });
  expect(code).toBe(1);
  expect(problems).toMatchObject([
    { severity: 'error', code: 'GRAPHQL_SYNTAX', file: 'shop.graphql', line: 4, column: 17 },
  ]);
});

test('a missing file is reported by name', async () => {
  await using project = await openProject();
  await writeFile(
    join(project.folder, 'config.json'),
    JSON.stringify({ subgraphs: { a: { schema: 'a.graphql' } } }),
  );
  const { code, out } = await project.run('compose', '--config', 'config.json');
  expect(code).toBe(1);
  expect(out).toContain('a.graphql: error SUBGRAPH_NOT_READABLE: ');
});

test('an error that no part of the SDL causes has no place', async () => {
  await using project = await openProject();
  const { problems } = await compose(project, { shop: 'type Product @key(fields: "id") { id: ID! }' });
  expect(problems).toMatchObject([{ code: 'NO_QUERIES' }]);
  expect(problems[0]).not.toHaveProperty('line');
});

test('an invalid alias of a link is reported at the link', async () => {
  await using project = await openProject();
  const link = 'extend schema @link(url: "https://example.com/loud/v1.0", as: "a__b")';
  const { problems } = await compose(project, { shop: `${link}\n${SHOP}` });
  expect(problems).toMatchObject([
    { code: 'INVALID_LINK_DIRECTIVE_USAGE', file: 'shop.graphql', line: 2, column: 15 },
  ]);
});

test('a hint has its place, and fails only with --strict-hints', async () => {
  await using project = await openProject();
  const subgraphs = {
    shop: SHOP,
    stock: '"Differs."\ntype Product @key(fields: "id") { id: ID! units: Int }',
    price: '"Differs, too."\ntype Product @key(fields: "id") { id: ID! price: Int }',
  };
  const { code, problems } = await compose(project, subgraphs);
  expect(code).toBe(0);
  expect(problems).toMatchObject([
    { severity: 'warning', code: 'INCONSISTENT_DESCRIPTION', file: 'price.graphql', line: 3, column: 6 },
  ]);
  expect((await compose(project, subgraphs, '--strict-hints')).code).toBe(1);
});

test('--check writes nothing and reports files that are out of date', async () => {
  await using project = await openProject();
  expect((await compose(project, { shop: SHOP })).code).toBe(0);
  const before = await readFile(join(project.folder, 'api.graphql'), 'utf8');
  const { code, problems } = await compose(project, { shop: SHOP.replace('name', 'title') }, '--check');
  expect(code).toBe(1);
  expect(problems.map(({ code: each, file }) => [each, file])).toEqual([
    ['STALE_SCHEMA', 'api.graphql'],
    ['STALE_SCHEMA', 'supergraph.graphql'],
  ]);
  expect(await readFile(join(project.folder, 'api.graphql'), 'utf8')).toBe(before);
});

test('an invalid name of a subgraph is reported with the valid ones', async () => {
  await using project = await openProject();
  await writeFile(
    join(project.folder, 'config.json'),
    JSON.stringify({ subgraphs: { '1shop': { schema: 'a.graphql' } } }),
  );
  expect(await project.run('compose', '--config', 'config.json')).toEqual({
    code: 2,
    out: '',
    err: 'schema: config.json: subgraphs.1shop: a subgraph name begins with a letter and has only the letters A to Z and a to z, digits, _ and -\n',
  });
});

test('warns of @fromContext, which the gateway cannot load, where it is used and whatever its name', async () => {
  await using project = await openProject();
  const sdl = (
    fromContext: string,
  ) => `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@context", ${fromContext}])
type Cart @key(fields: "id") @context(name: "cart") { id: ID! currency: String! lines: [Line!]! }
type Line @key(fields: "id") {
  id: ID!
  price(in: String @FROM(field: "$cart { currency }")): Int
}
type Query { cart: Cart }`;
  const hintsOf = async (sdl_: string) => {
    await writeFile(join(project.folder, 'a.graphql'), sdl_);
    await writeFile(
      join(project.folder, 'b.graphql'),
      `${LINK}\ntype Line @key(fields: "id") { id: ID! weight: Int }`,
    );
    await writeFile(
      join(project.folder, 'config.json'),
      JSON.stringify({ subgraphs: { a: { schema: 'a.graphql' }, b: { schema: 'b.graphql' } } }),
    );
    const { code, out } = await project.run('compose', '--config', 'config.json', '--format', 'json');
    return { code, problems: (JSON.parse(out) as { problems: Problem[] }).problems };
  };
  const hint = { severity: 'warning', code: 'CONTEXT_NOT_SUPPORTED', file: 'a.graphql', line: 5, column: 20 };
  for (const [imported, name] of [
    ['"@fromContext"', 'fromContext'],
    ['{ name: "@fromContext", as: "@taken" }', 'taken'],
    ['"@shareable"', 'federation__fromContext'],
  ] as const)
    expect(await hintsOf(sdl(imported).replace('FROM', name))).toMatchObject({ code: 0, problems: [hint] });
});
