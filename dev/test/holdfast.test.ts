import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startHoldfast } from '../src/holdfast.ts';
import { lockDataDir } from '../src/lock.ts';
import { commandOf } from '../src/processes.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const settings = { port: 0, logLevel: 'info', postgresUrl: undefined, mongodbUrl: undefined } as const;
const quiet = { progress: () => {}, warn: () => {} };

test('when one part of the start fails, the databases that were starting are stopped', async () => {
  await using folder = await temporaryFolder();
  // The task that runs alongside the databases cannot write its log.
  const log = join(folder.path, 'logs/prepare.log');
  await mkdir(log, { recursive: true });
  await expect(startHoldfast({ ...settings, ...quiet, dataDir: folder.path })).rejects.toThrow(log);
  await expectNothingLeft(folder.path);
  // Both had started and were stopped.
  expect(await readFile(join(folder.path, 'postgres.log'), 'utf8')).toContain('database system is shut down');
  expect(await readFile(join(folder.path, 'logs/mongo-users.log'), 'utf8')).toContain('mongo ready');
});

test('a start that is aborted while the databases start leaves nothing running, and its files are private', async () => {
  await using folder = await temporaryFolder();
  const giveUp = new AbortController();
  const start = startHoldfast({ ...settings, ...quiet, dataDir: folder.path, signal: giveUp.signal });
  start.catch(() => {});
  await expect.poll(() => readdir(folder.path), { timeout: 20_000 }).toContain('postgres.log');
  giveUp.abort(new Error('given up'));
  await expect(start).rejects.toThrow('given up');
  await expectNothingLeft(folder.path);
  for (const name of ['postgres', 'mongo', 'logs']) {
    expect({ name, mode: (await stat(join(folder.path, name))).mode & 0o777 }).toEqual({ name, mode: 0o700 });
  }
  for (const name of ['secrets.json', 'postgres.log', 'logs/mongo-users.log']) {
    expect({ name, mode: (await stat(join(folder.path, name))).mode & 0o777 }).toEqual({ name, mode: 0o600 });
  }
});

/** Every program that uses the folder has its path in the command line or the environment. */
async function expectNothingLeft(dataDir: string): Promise<void> {
  const lock = await lockDataDir(dataDir);
  await lock.release();
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  for (const pid of pids) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    expect(`${await commandOf(pid)} ${environment}`).not.toContain(dataDir);
  }
}
