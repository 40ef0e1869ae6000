/**
 * Parts of SDL that the libraries for composing and comparing lose: `@oneOf`, newer directives, defaults.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSchema, parse, Source } from 'graphql';
import { expect, test } from 'vitest';
import { droppedHints } from '../src/composition/dropped.ts';
import type { Problem } from '../src/problem.ts';
import { openProject, type Project } from './support/project.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';

async function write(project: Project, subgraphs: Record<string, string>): Promise<void> {
  for (const [name, sdl] of Object.entries(subgraphs))
    await writeFile(join(project.folder, `${name}.graphql`), `${LINK}\n${sdl}\n`);
  const names = Object.keys(subgraphs).map((name) => [name, { schema: `${name}.graphql` }]);
  await writeFile(
    join(project.folder, 'config.json'),
    JSON.stringify({ subgraphs: Object.fromEntries(names) }),
  );
}

async function compose(project: Project, subgraphs: Record<string, string>) {
  await write(project, subgraphs);
  const { code, out, err } = await project.run('compose', '--config', 'config.json', '--format', 'json');
  const { problems } = JSON.parse(out) as { problems: Problem[] };
  const text = (file: string) => readFile(join(project.folder, file), 'utf8').catch(() => '');
  return {
    code,
    err,
    problems: problems.map(({ code, file, line }) => ({ code, file, line })),
    supergraph: await text('supergraph.graphql'),
    api: await text('api.graphql'),
  };
}

const DEFAULTS = `scalar JSON
type Query {
  f(object: JSON = {}, list: [JSON!] = [{}, [1.50, RED]], constant: JSON = RED, large: JSON = 12345678901234567890): Int
}
input Filter { any: JSON = { deep: [{ a: RED }] } }
extend type Query { g(filter: Filter = { any: {} }): Int }`;

test('defaults of custom scalars stay as they were written, in the supergraph and in the API', async () => {
  await using project = await openProject();
  const { code, err, problems, supergraph, api } = await compose(project, { shop: DEFAULTS });
  expect({ code, err, problems }).toEqual({ code: 0, err: '', problems: [] });
  for (const sdl of [supergraph, api]) {
    expect(sdl).toContain(
      'f(constant: JSON = RED, large: JSON = 12345678901234567890, list: [JSON!] = [{}, [1.50, RED]], object: JSON = {}): Int',
    );
    expect(sdl).toContain('any: JSON = {deep: [{a: RED}]}');
    expect(sdl).toContain('g(filter: Filter = {any: {}}): Int');
  }
});

test('defaults of custom scalars are compared by check, and by diff of API schemas and of supergraphs', async () => {
  await using project = await openProject();
  await compose(project, { shop: DEFAULTS.replace('object: JSON = {}', 'object: JSON = { old: RED }') });
  for (const file of ['supergraph', 'api']) {
    const sdl = await readFile(join(project.folder, `${file}.graphql`), 'utf8');
    await writeFile(join(project.folder, `${file}.was.graphql`), sdl);
  }
  await compose(project, { shop: DEFAULTS });
  const expected = expect.stringContaining("argument 'object' on field 'Query.f'");
  for (const file of ['supergraph', 'api']) {
    const was = `${file}.was.graphql`;
    const diff = await project.run('diff', was, `${file}.graphql`, '--config', 'config.json');
    expect(diff).toEqual({ code: 0, out: expected, err: '' });
    const check = await project.run('check', '--against', was, '--config', 'config.json');
    expect(check).toEqual({ code: 0, out: expected, err: '' });
  }
});

const FILTER = 'input Filter @oneOf { id: ID name: String }';

test('@oneOf composes with and without a definition, and is kept', async () => {
  await using project = await openProject();
  for (const declared of ['', 'directive @oneOf on INPUT_OBJECT']) {
    const { code, problems, supergraph, api } = await compose(project, {
      shop: `${declared} type Query { f(filter: Filter): Int } ${FILTER}`,
      stock: `type Query { g(filter: Filter): Int } input Filter { id: ID name: String } extend input Filter @oneOf`,
    });
    expect({ code, problems }).toEqual({ code: 0, problems: [] });
    const filter = buildSchema(api).getType('Filter');
    expect(filter).toMatchObject({ isOneOf: true });
    expect(supergraph).toContain('directive @oneOf on INPUT_OBJECT\n');
    expect(supergraph).toMatch(/input Filter\n(?: {2}@join__type.*\n)+/);
    expect(supergraph.match(/@oneOf/g)).toHaveLength(2);
  }
});

test('reports a subgraph without the @oneOf of another one, and refuses what cannot be @oneOf', async () => {
  await using project = await openProject();
  const shop = `type Query { f(filter: Filter): Int }\n${FILTER}`;
  const composed = await compose(project, {
    shop,
    stock: 'type Query { g(filter: Filter): Int }\ninput Filter { id: ID name: String }',
  });
  expect(composed.api).toContain('input Filter @oneOf {');
  expect(composed.problems).toEqual([{ code: 'INCONSISTENT_ONE_OF', file: 'stock.graphql', line: 3 }]);
  const refused = await compose(project, {
    shop,
    stock: 'type Query { g(filter: Filter): Int }\ninput Filter { id: ID!\nname: String = "a" }',
  });
  expect(refused.code).toBe(1);
  expect(refused.problems).toContainEqual(expect.objectContaining({ code: 'API_INVALID' }));
});

test('reports where a directive of GraphQL that composition does not know yet is dropped', () => {
  const sdl =
    'type Query { f(a: Int @next): Int g: Int @next @deprecated h: Int @own } input I @next { a: Int }';
  const source = new Source(sdl, 'shop.graphql');
  const subgraph = { name: 'shop', url: '', file: 'shop.graphql', source, document: parse(source) };
  const api = 'type Query { f(a: Int): Int g: Int @deprecated h: Int } input I @next { a: Int }';
  const builtIn = new Set(['next', 'deprecated']);
  expect(
    droppedHints([subgraph], api, builtIn).map(({ code, message, column }) => [
      code,
      message.split(':')[0],
      column,
    ]),
  ).toEqual([
    ['DIRECTIVE_DROPPED', 'Composition drops @next on Query.f.a', 23],
    ['DIRECTIVE_DROPPED', 'Composition drops @next on Query.g', 42],
  ]);
});

test('explains an operation with nothing but introspection', async () => {
  await using project = await openProject();
  await write(project, { shop: 'type Query { f: Int }' });
  await writeFile(join(project.folder, 'a.graphql'), '{ __type(name: "Query") { isOneOf } }');
  const { code, out } = await project.run('explain', 'a.graphql', '--config', 'config.json');
  expect({ code, out }).toEqual({
    code: 0,
    out: 'no request to a subgraph\n\nquery (anonymous): 0 requests to 0 subgraphs, in 0 steps.\n',
  });
});
