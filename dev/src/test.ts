/**
 * `npm test`: every check and every test that needs no Docker. Its last line is `N passed, N failed, N
 * skipped`, where each check counts as one. With arguments (`npm test -- subgraphs/inventory -t race`) it
 * runs just those tests.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { OperatorError } from '@holdfast/kit-base/errors';
import { runOperatorCommand } from '@holdfast/kit-process/operatorCommand';
import { buildIde } from '../../gateway/ide/build.ts';
import { ROOT } from './services.ts';
import { openTestBundles } from './testing/program.ts';
import { missingTools } from './testing/tools.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The checks of the tree by name, each a command of `node_modules/.bin` or a file that Node runs. */
const CHECKS: readonly (readonly [string, string, ...string[]])[] = [
  [
    'code is formatted and linted, and imports only what it may',
    'biome',
    'check',
    '--max-diagnostics=100',
    '.',
  ],
  ['folders import downwards only', 'node', 'dev/src/layers/main.ts'],
  ['types', 'tsc', '--noEmit'],
  ['types of the IDE', 'tsc', '--noEmit', '-p', 'gateway/ide'],
  ['generated types are up to date', 'graphql-codegen', '--config', 'codegen.ts', '--check', '--silent'],
  ['composed schema is up to date', 'node', 'schema/src/main.ts', 'compose', '--check', '--strict-hints'],
  ['the schema keeps to its rules', 'node', 'schema/src/main.ts', 'lint'],
  [
    'the manifest of persisted operations is up to date',
    'node',
    'schema/src/main.ts',
    'operations',
    'publish',
    '--check',
  ],
  ['the API matches the contract', 'node', 'schema/src/contract.ts'],
  ['documentation of errors is up to date', 'node', 'dev/src/errorDocs.ts', '--check'],
  ['documentation of events is up to date', 'node', 'dev/src/eventDocs.ts', '--check'],
  ['documentation of schema changes is up to date', 'node', 'dev/src/schemaDocs.ts', '--check'],
];

const say = (line: string) => process.stdout.write(`${line}\n`);

async function run(
  command: string,
  args: readonly string[],
  stdio: 'inherit' | 'pipe',
): Promise<{ code: number; output: string }> {
  const file = command === 'node' ? process.execPath : join(ROOT, 'node_modules/.bin', command);
  const child = spawn(file, args, { cwd: ROOT, stdio: ['ignore', stdio, stdio] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  // Not 'exit': the last output may still be in transit then.
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : 1, output };
}

/** Runs the checks concurrently, because they only read, and prints their output in order. */
async function runChecks(): Promise<Counts> {
  let failed = 0;
  const running = CHECKS.map(([name, command, ...args]) => ({ name, ended: run(command, args, 'pipe') }));
  for (const { name, ended } of running) {
    const { code, output } = await ended;
    say(`${code === 0 ? '✓' : '✗'} ${name}`);
    if (code === 0) continue;
    failed++;
    say(output);
  }
  return { passed: CHECKS.length - failed, failed, skipped: 0 };
}

/** The part of Jest's result format, which vitest writes, that this command reads. */
interface TestResults {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

async function runTests(args: readonly string[]): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-results-'));
  const file = join(folder, 'results.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await run('vitest', ['run', ...reporters, ...args], 'inherit');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  await rm(folder, { recursive: true });
  if (text === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const results = JSON.parse(text) as TestResults;
  const skipped = results.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => `${relative(ROOT, name)}: ${fullName}`),
  );
  if (args.length === 0) for (const test of skipped) say(`SKIPPED ${test}`);
  // A file that could not be loaded has no failed test, but still fails the run.
  const broken = code !== 0 && results.numFailedTests === 0 ? 1 : 0;
  return { passed: results.numPassedTests, failed: results.numFailedTests + broken, skipped: skipped.length };
}

await runOperatorCommand('holdfast', async () => {
  const args = process.argv.slice(2);
  const tools = await missingTools();
  if (tools.length > 0 && process.env['CI'])
    throw new OperatorError(`tests here need ${tools.join(' and ')}; install it.`);
  await buildIde({ log: say });
  // Once, before several workers would build them at the same time.
  if (args.length === 0) await openTestBundles(say);
  const checks = args.length === 0 ? await runChecks() : { passed: 0, failed: 0, skipped: 0 };
  const tests = await runTests(args);
  const failed = checks.failed + tests.failed;
  for (const tool of tools)
    say(`SKIPPED everything that needs ${tool}, which is not installed on this machine.`);
  say(`${checks.passed + tests.passed} passed, ${failed} failed, ${tests.skipped} skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
});
