import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openBundles } from '../src/bundles/bundles.ts';
import { bundleOf, bundlesFolder } from '../src/bundles/programs.ts';
import { isUsed, use } from '../src/bundles/uses.ts';
import { startProgram } from '../src/childProcess.ts';
import { mainFileOf, ROOT } from '../src/services.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const write = async (root: string, files: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
};

test.each([
  ['a changed source', { 'kit/base/src/a.ts': 'const a = 2;' }],
  ['a new source', { 'kit/base/src/deep/b.ts': '' }],
  ['a renamed source', { 'kit/base/src/b.ts': 'const a = 1;', 'kit/base/src/a.ts': null }],
  ['a changed package.json', { 'gateway/package.json': '{ "name": "gateway" }' }],
  ['other versions of packages', { 'package-lock.json': '{ "lockfileVersion": 3 }' }],
  ['another way to bundle', { 'dev/src/bundles/build.ts': '' }],
])('%s needs other bundles, and the former state the former ones', async (_, change) => {
  await using folder = await temporaryFolder();
  const root = folder.path;
  const first = {
    'kit/base/src/a.ts': 'const a = 1;',
    'gateway/package.json': '{}',
    'package-lock.json': '{}',
  };
  await write(root, first);
  const before = bundlesFolder(root);
  expect(bundlesFolder(root)).toBe(before);
  for (const [name, text] of Object.entries(change)) {
    if (text === null) await rm(join(root, name));
    else await write(root, { [name]: text });
  }
  expect(bundlesFolder(root)).not.toBe(before);
  for (const name of Object.keys(change)) await rm(join(root, name), { force: true });
  await write(root, first);
  expect(bundlesFolder(root)).toBe(before);
});

/** Opens the bundles of the present sources, which are built when they are missing. */
async function presentBundles(dataDir: string): Promise<string> {
  await mkdir(join(dataDir, 'logs'), { recursive: true });
  const lines: string[] = [];
  const bundles = openBundles({ dataDir, progress: (line) => lines.push(line) });
  await bundles.build();
  const folder = bundles.current();
  if (folder === undefined) throw new Error(`There are no bundles: ${lines.join(' ')}`);
  return folder;
}

/** Prints the stack of whoever writes to standard error, which is where a process that cannot start says why. */
const PRINT_STACK =
  'data:text/javascript,process.stderr.write = () => console.log(new Error("written").stack)';

test('every service starts from its bundle, and a stack names lines of the sources', async () => {
  await using folder = await temporaryFolder();
  const bundles = await presentBundles(folder.path);
  for (const service of ['users', 'inventory', 'notifications', 'gateway'] as const) {
    const args = ['--enable-source-maps', '--import', PRINT_STACK, bundleOf(bundles, mainFileOf(service))];
    const { stdout } = spawnSync(process.execPath, args, {
      env: { PATH: process.env['PATH'], AUTH: 'on' },
      encoding: 'utf8',
    });
    const [, file = '', line = ''] = /at fail \((\/.*lifecycle\.ts):(\d+):\d+\)/.exec(stdout) ?? [];
    expect({ service, file, stdout }).toMatchObject({ file: join(ROOT, 'kit/process/src/lifecycle.ts') });
    const source = (await readFile(file, 'utf8')).split('\n');
    expect(source[Number(line) - 1]).toContain('process.stderr.write');
  }
});

test('a program runs from its bundle, and from its source when modules are loaded before its own', async () => {
  await using folder = await temporaryFolder();
  const bundles = join(folder.path, 'bundles');
  const file = join(ROOT, 'dev/test/none.ts');
  await write(bundles, {
    'dev/test/none.mjs': "process.send({ type: 'failed', message: 'bundled' }); process.exit(1);",
  });
  const program = { name: 'program', file, logFile: join(folder.path, 'log'), bundles: () => bundles };
  await expect(startProgram({ ...program, env: {} })).rejects.toThrow(/^bundled$/);
  const preloaded = { ...program, env: { NODE_OPTIONS: '--import data:text/javascript,' } };
  await expect(startProgram(preloaded)).rejects.toThrow('did not start (exit code 1)');
  await expect(startProgram({ ...program, env: {}, bundles: () => undefined })).rejects.toThrow(
    'did not start (exit code 1)',
  );
});

test('bundles are in use as long as a process that noted it runs', async () => {
  await using folder = await temporaryFolder();
  expect(use(join(folder.path, 'missing'))).toBe(false);
  expect(await isUsed(folder.path)).toBe(false);
  const { pid } = spawnSync(process.execPath, ['--version']);
  await writeFile(join(folder.path, `used-by-${pid}`), '');
  expect(await isUsed(folder.path)).toBe(false);
  expect(use(folder.path)).toBe(true);
  expect(await isUsed(folder.path)).toBe(true);
  const partial = join(folder.path, `bundles.${process.pid}.partial`);
  expect(await isUsed(partial)).toBe(true);
});
