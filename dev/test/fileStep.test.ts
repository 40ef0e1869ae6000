/** File systems that do not answer, or answer wrongly. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { makeDataDir, makePrivateFolder } from '../src/dataDir.ts';
import { fileStep, isHeldUp } from '../src/fileStep.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const MAIN = join(import.meta.dirname, '../src/main.ts');

test.runIf(process.platform === 'linux')(
  'a folder that a file system refuses to create is reported in one line, without an endless loop',
  async () => {
    await expect(makeDataDir('/proc/holdfast/deep/data')).rejects.toThrow(
      /^cannot create the data folder \/proc\/holdfast\/deep\/data \(ENOENT.*\); set DATA_DIR to another one\.$/,
    );
    await expect(makePrivateFolder('/proc/holdfast/data')).rejects.toThrow(/^cannot write .*ENOENT/);
  },
);

test('folders are created with their parents, and may exist already', async () => {
  await using folder = await temporaryFolder();
  const deep = join(folder.path, 'a/b/c');
  for (let n = 0; n < 2; n++) await makeDataDir(deep);
  await expect(makeDataDir('/dev/null/data')).rejects.toThrow('cannot create the data folder');
});

test('a step that takes too long is given up, and a step of an aborted start immediately', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await expect(fileStep('read it', promise, { signal: undefined, limit: 5 })).rejects.toThrow(
    'cannot read it (its file system has not answered for 0.005 s); set DATA_DIR to another folder.',
  );
  const reason = new Error('the end');
  await expect(fileStep('read it', promise, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(isHeldUp()).toBe(true);
  resolve();
  await turn();
  expect(isHeldUp()).toBe(false);
});

test.runIf(process.platform !== 'win32')(
  'npm start ends on SIGTERM while a file system blocks it',
  async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, 'data');
    await mkdir(data);
    // Opening a pipe for reading waits for a writer.
    await promisify(execFile)('mkfifo', [join(data, 'secrets.json')]);
    const env = { PATH: process.env['PATH'], DATA_DIR: data, PORT: '0' };
    const started = spawn(process.execPath, [MAIN], { env, stdio: 'ignore' });
    const ended = once(started, 'exit');
    const isLocked = () =>
      promisify(execFile)('cat', [join(data, 'supervisor.pid')]).then(
        () => true,
        () => false,
      );
    await expect.poll(isLocked, { timeout: 60_000 }).toBe(true);
    started.kill('SIGTERM');
    await ended;
  },
);
