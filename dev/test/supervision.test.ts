import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { supervised } from '../src/childProcess.ts';
import { type Supervised, supervise } from '../src/supervision.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** Writes a program that counts its starts in a file; the test defines what the n-th start does. */
async function programIn(folder: string, starts: string): Promise<Supervised> {
  const file = join(folder, 'program.mjs');
  await writeFile(
    file,
    `import { appendFileSync, readFileSync } from 'node:fs';
     appendFileSync('${folder}/starts', process.pid + '\\n');
     const n = readFileSync('${folder}/starts', 'utf8').trim().split('\\n').length;
     const ready = () => { process.send({ type: 'ready' }); process.on('disconnect', () => process.exit()); };
     const fail = (message) => { process.send({ type: 'failed', message }, () => process.exit(1)); };
     ${starts}`,
  );
  return supervised({ name: 'users', file, env: {}, logFile: join(folder, 'users.log') });
}

const silent = { warn: () => {}, progress: () => {} };

async function pidsIn(folder: string): Promise<number[]> {
  const text = await readFile(join(folder, 'starts'), 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean).map(Number);
}

test('a service whose first restart fails is restarted once more', async () => {
  await using folder = await temporaryFolder();
  const program = await programIn(folder.path, `n === 2 ? fail('users: no database') : ready();`);
  const warnings: string[] = [];
  const services = supervise(() => program, { ...silent, warn: (line) => warnings.push(line), pause: 10 });
  await services.start(['users']);
  services.program('users')?.kill('SIGKILL');
  await Promise.race([
    expect.poll(() => pidsIn(folder.path), { timeout: 10_000 }).toHaveLength(3),
    services.failed,
  ]);
  await expect.poll(() => services.program('users')?.pid).toBe((await pidsIn(folder.path))[2]);
  await services.stop(['users']);
  expect(warnings.map((line) => line.replace(/;.*/, ''))).toEqual([
    'users crashed (signal SIGKILL) and is started again',
    'users could not be started (users: no database) and is started again',
  ]);
});

test('a service that keeps crashing is given up', async () => {
  await using folder = await temporaryFolder();
  const program = await programIn(folder.path, `n === 1 ? ready() : fail('no database');`);
  const services = supervise(() => program, { ...silent, pause: 1 });
  await services.start(['users']);
  services.program('users')?.kill('SIGKILL');
  await expect(services.failed).rejects.toThrow('users crashed 6 times in a minute; see ');
  expect(await pidsIn(folder.path)).toHaveLength(6);
});

test.each([1, 2])('stop ends start number %i while it is in progress', async (start) => {
  await using folder = await temporaryFolder();
  const program = await programIn(
    folder.path,
    `if (n < ${start}) ready(); else { process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000); }`,
  );
  const services = supervise(() => program, { ...silent, pause: 1 });
  const started = services.start(['users']);
  started.catch(() => {});
  if (start === 2) {
    await started;
    services.program('users')?.kill('SIGKILL');
  }
  await expect.poll(() => pidsIn(folder.path), { timeout: 10_000 }).toHaveLength(start);
  await services.stop(['users']);
  const pids = await pidsIn(folder.path);
  expect(pids).toHaveLength(start);
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
