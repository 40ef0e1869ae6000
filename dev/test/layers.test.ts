import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { checkTree } from '../src/layers/check.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const LAYERS = [['.'], ['high', 'beside'], ['low']];

async function check(files: Readonly<Record<string, string>>) {
  await using folder = await temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder.path, 'src', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return checkTree({ root: 'src', layers: LAYERS }, folder.path);
}

const GOOD = {
  'main.ts': "import { a } from './high/a.ts';",
  'high/a.ts': "import type { B } from '../low/inner/b.ts';\nimport './a2.ts';",
  'beside/c.ts': "await import('../low/inner/b.ts');",
  'low/inner/b.ts': "import { x } from '../x.ts';",
};

test('folders that import downwards pass', async () => {
  expect(await check(GOOD)).toEqual({ arrows: 3, up: [], pairs: [], unknown: [] });
});

test.each([
  ['upwards, for a type only', 'low/d.ts', "import type { A } from '../high/a.ts';", 'low', 'high'],
  ['sideways', 'beside/d.ts', "export { a } from '../high/a.ts';", 'beside', 'high'],
  [
    'of a file above all folders',
    'high/d.ts',
    "new Worker(new URL('../main.ts', import.meta.url));",
    'high',
    '.',
  ],
])('an import %s is found', async (_, file, text, from, to) => {
  const { up } = await check({ ...GOOD, [file]: text });
  expect(up).toMatchObject([{ from, to }]);
});

test('two folders that import each other are listed, and a folder without a layer is named', async () => {
  const { pairs, unknown } = await check({
    ...GOOD,
    'low/d.ts': "import '../high/a.ts';",
    'new/e.ts': '',
  });
  expect(pairs).toEqual(['high, low']);
  expect(unknown).toEqual(['new']);
});

test('an import of a package counts as one of its folder', async () => {
  await using folder = await temporaryFolder();
  const files = {
    'low/src/a.ts': "import '@holdfast/kit-high/b';\nimport '@holdfast/other/c';",
    'high/src/b.ts': "import '../../low/src/a.ts';",
    'low/test/a.test.ts': "import '@holdfast/kit-high/b';",
  };
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder.path, 'kit', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const tree = { root: 'kit', layers: [['high'], ['low']], packages: '@holdfast/kit-' };
  const { arrows, up, pairs } = await checkTree(tree, folder.path);
  expect(arrows).toBe(2);
  expect(up).toMatchObject([{ from: 'low', to: 'high', imports: ['low/src/a.ts imports high/b'] }]);
  expect(pairs).toEqual(['high, low']);
});
