import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

const LIFECYCLE = pathToFileURL(join(import.meta.dirname, '../src/lifecycle.ts')).href;
const ERRORS = pathToFileURL(join(import.meta.dirname, '../../base/src/errors.ts')).href;

interface Child extends AsyncDisposable {
  readonly process: ChildProcess;
  /** Exit code and signal. */
  readonly ended: Promise<[code: number | null, signal: string | null]>;
  stderr(): string;
}

/** Runs a short program in a child process that is connected like a service to its supervisor. */
async function run(program: string): Promise<Child> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-lifecycle-'));
  const file = join(folder, 'program.mjs');
  await writeFile(file, `import { runProcess } from '${LIFECYCLE}';\n${program}`);
  const child = fork(file, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let stderr = '';
  child.stderr?.on('data', (chunk) => (stderr += chunk));
  const printed = once(child.stderr!, 'end');
  const ended = once(child, 'exit').then(async ([code, signal]): Promise<[number | null, string | null]> => {
    await printed;
    return [code, signal];
  });
  return {
    process: child,
    ended,
    stderr: () => stderr,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

/** Takes a minute to start. */
const SLOW = `await runProcess('slow', async () => {
  process.send('starting');
  await new Promise((resolve) => setTimeout(resolve, 60_000));
});`;

/** Runs until it is stopped, and then prints `stopped`. */
const READY = `await runProcess('ready', async () => {
  const timer = setInterval(() => {}, 1_000);
  return { url: 'http://127.0.0.1:1', stop: async () => { clearInterval(timer); console.error('stopped'); } };
});`;

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s during the start ends the process at once, with exit code 0',
  async (signal) => {
    await using child = await run(SLOW);
    await once(child.process, 'message');
    child.process.kill(signal);
    expect(await child.ended).toEqual([0, null]);
  },
);

test('the exit of the parent during the start ends the process', async () => {
  await using child = await run(SLOW);
  await once(child.process, 'message');
  child.process.disconnect();
  expect(await child.ended).toEqual([0, null]);
});

test('the exit of the parent while the program loads ends the process', async () => {
  await using child = await run(`
    const gone = new Promise((resolve) => process.once('disconnect', resolve));
    process.send('loading');
    await gone;
    await runProcess('slow', () => new Promise((resolve) => setTimeout(resolve, 60_000)));`);
  await once(child.process, 'message');
  child.process.disconnect();
  expect(await child.ended).toEqual([0, null]);
});

test.each(['SIGTERM', 'SIGINT', 'disconnect'] as const)('%s drains a process that is ready', async (how) => {
  await using child = await run(READY);
  expect(await once(child.process, 'message')).toEqual([
    { type: 'ready', url: 'http://127.0.0.1:1', stopTimeout: 8_000 },
    undefined,
  ]);
  if (how === 'disconnect') child.process.disconnect();
  else child.process.kill(how);
  expect(await child.ended).toEqual([0, null]);
  expect(child.stderr()).toBe('stopped\n');
});

test('a fault that an operator can fix is one line, and exit code 1', async () => {
  await using child = await run(`
    import { OperatorError } from '${ERRORS}';
    await runProcess('broken', async () => { throw new OperatorError('PORT is not set.'); });`);
  expect(await once(child.process, 'message')).toEqual([
    { type: 'failed', message: 'broken: PORT is not set.' },
    undefined,
  ]);
  expect(await child.ended).toEqual([1, null]);
  expect(child.stderr()).toBe('broken: PORT is not set.\n');
});
