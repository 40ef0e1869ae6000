/**
 * Every problem in SDL has its place: breaks valid SDL in each way of `support/sdlMutations.ts`, and composes
 * it with the command line.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Problem, placeText } from '../src/problem.ts';
import { openProject, setSubgraphs } from './support/project.ts';
import { MUTATIONS } from './support/sdlMutations.ts';

const SDL = join(import.meta.dirname, 'sdl');
const CONFIG = ['--config', 'config.json', '--format', 'json'];

async function composed(change: (file: string, sdl: string) => string) {
  await using project = await openProject();
  await setSubgraphs(project, SDL);
  for (const file of ['shop.graphql', 'stock.graphql'])
    await writeFile(join(project.folder, file), change(file, await readFile(join(SDL, file), 'utf8')));
  const { code, out } = await project.run('compose', ...CONFIG);
  return { code, problems: (JSON.parse(out) as { problems: Problem[] }).problems };
}

test('the SDL is valid before it is broken', async () => {
  const { code, problems } = await composed((_, sdl) => sdl);
  expect([code, problems.map((problem) => problem.code)]).toEqual([
    0,
    ['INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE'],
  ]);
});

test('there are at least 40 ways, with different names', () => {
  expect(MUTATIONS.length).toBeGreaterThanOrEqual(40);
  expect(new Set(MUTATIONS.map(({ name }) => name)).size).toBe(MUTATIONS.length);
});

test.each(MUTATIONS)('$name', async ({ file, from, to }) => {
  let place = '';
  const { code, problems } = await composed((each, sdl) => {
    if (each !== `${file}.graphql`) return sdl;
    expect(sdl.split(from), 'the replaced text occurs once').toHaveLength(2);
    const marked = sdl.replace(from, () => to);
    const lines = marked.slice(0, marked.indexOf('‸')).split('\n');
    place = `${each}:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
    return marked.replace('‸', '');
  });
  expect(code).toBe(1);
  const errors = problems.filter(({ severity }) => severity === 'error');
  for (const error of errors) expect(error, 'every error has a place').toHaveProperty('column');
  expect(errors.flatMap(placesOf)).toContain(place);
  expect(errors.map((error) => error.code).join()).toMatch(/^[A-Z][A-Z_,]+$/);
});

test('a root type with another name in its subgraph is found there, and not in another subgraph', async () => {
  await using project = await openProject();
  await setSubgraphs(project, SDL, { operations: [{ client: 'web', files: ['operation.graphql'] }] });
  const edit = async (file: string, from: string, to: string) => {
    const path = join(project.folder, file);
    await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
  };
  await writeFile(join(project.folder, 'operation.graphql'), '{ inStock { id } }');
  await project.run('compose', ...CONFIG);

  const unused = await project.run('operations', '--config', 'config.json', '--unused');
  expect(unused.out).toMatch(/Query\.nearest +field +stock\.graphql:13:3\n/);
  expect(unused.out).toMatch(/Query\.inStock\(least:\) +argument +stock\.graphql:12:11\n/);

  await edit('stock.graphql', 'least: Int = 1', 'least: Int = 2');
  await edit('stock.graphql', 'nearest: Depot', 'nearest: Depot @deprecated');
  const { out } = await project.run('check', ...CONFIG);
  const { changes } = JSON.parse(out) as { changes: (Partial<Problem> & { coordinate: string })[] };
  expect(changes.map(({ coordinate, file, line, column }) => [coordinate, file, line, column])).toEqual([
    ['Query.inStock(least:)', 'stock.graphql', 12, 11],
    ['Query.nearest', 'stock.graphql', 13, 3],
  ]);

  await edit('stock.graphql', 'type Root {', 'type Root {\n  "Differs."\n  motto: String @shareable');
  await edit('shop.graphql', 'type Query {', 'type Query {\n  "Is other."\n  motto: String @shareable');
  const hinted = await project.run('compose', ...CONFIG);
  const { problems } = JSON.parse(hinted.out) as { problems: Problem[] };
  expect(problems.filter(({ code }) => code === 'INCONSISTENT_DESCRIPTION').map(placesOf)).toEqual([
    ['shop.graphql:26:3', 'stock.graphql:13:3'],
  ]);
});

function placesOf({ also = [], ...problem }: Problem): string[] {
  const places = problem.file === undefined ? [] : [{ ...problem, file: problem.file }];
  return [...places, ...also].map(placeText);
}
