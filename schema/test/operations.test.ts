import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { OperationsConfig } from '../src/config.ts';
import { loadOperations } from '../src/operations/load.ts';
import { placeOf } from '../src/sources.ts';
import { openProject } from './support/project.ts';

async function load(files: Record<string, string>, entries: readonly OperationsConfig[]) {
  await using project = await openProject();
  for (const [name, text] of Object.entries(files)) {
    const file = join(project.folder, name);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, text);
  }
  return await loadOperations(entries, project.folder, project.folder);
}

test('finds GraphQL in TypeScript at its place, with the fragments of other files', async () => {
  const { operations, problems } = await load(
    {
      'src/page.tsx': `const A = gql\`
  query A { a { ...Part } }
  \${PART}
\`;
const B = graphql(/* GraphQL */ \`query B { b }\`);
const text = \`not GraphQL\`;`,
      'src/part.ts': 'export const PART = /* GraphQL */ `fragment Part on P { c }`;',
      'src/none.ts': 'export const x = 1;',
      'src/generated/all.ts': 'const G = gql`query G { g }`;',
      'node_modules/x/src/all.ts': 'const N = gql`query N { n }`;',
    },
    [{ client: 'web', files: ['**/*.{ts,tsx}', '!src/generated/**'] }],
  );
  expect(problems).toEqual([]);
  expect(operations.map(({ name, clients, node }) => [name, clients, placeOf(node)])).toEqual([
    ['A', ['web'], { file: 'src/page.tsx', line: 2, column: 9 }],
    ['B', ['web'], { file: 'src/page.tsx', line: 5, column: 40 }],
  ]);
  expect(operations.map(({ document }) => document.definitions.length)).toEqual([2, 1]);
});

test('an entry without a client takes its clients from the folders', async () => {
  const { operations } = await load({ 'ops/ios/a.graphql': '{ a }', 'ops/tv/a.graphql': '# later\n' }, [
    { files: ['ops/*/*.graphql'] },
  ]);
  expect(operations.map(({ name, clients }) => [name, clients])).toEqual([['(anonymous)', ['ios']]]);
});

test('reports different fragments of one name, and syntax errors, with their places', async () => {
  const { problems } = await load(
    {
      'a.graphql': 'query A { a { ...F } }\nfragment F on P { a }',
      'b.graphql': 'fragment F on P { b }',
      'c.graphql': 'query C {\n',
    },
    [{ client: 'web', files: ['*.graphql'] }],
  );
  expect(problems).toMatchObject([
    { code: 'GRAPHQL_SYNTAX', file: 'c.graphql', line: 2, column: 1 },
    { code: 'AMBIGUOUS_FRAGMENT', file: 'b.graphql', line: 1, also: [{ file: 'a.graphql', line: 2 }] },
  ]);
});
