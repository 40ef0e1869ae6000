import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { lockDataDir, lockHolder } from '../src/lock.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const LOCK = pathToFileURL(join(import.meta.dirname, '../src/lock.ts')).href;

test('when many processes start at once, one gets the folder', async () => {
  await using folder = await temporaryFolder();
  const program = join(folder.path, 'program.mjs');
  await writeFile(
    program,
    `import { lockDataDir } from '${LOCK}';
     process.send('loaded');
     let lock;
     process.on('message', async () => {
       lock = await lockDataDir('${folder.path}/data').catch(() => undefined);
       process.send(lock !== undefined);
     });
     process.on('exit', () => lock?.release());`,
  );
  const children = Array.from({ length: 6 }, () => fork(program));
  try {
    await Promise.all(children.map((child) => once(child, 'message')));
    const answers = children.map(async (child) => (await once(child, 'message'))[0]);
    for (const child of children) child.send('now');
    const got: boolean[] = await Promise.all(answers);
    expect(got.filter(Boolean)).toHaveLength(1);
    const holder = children[got.indexOf(true)];
    await expect(lockDataDir(join(folder.path, 'data'))).rejects.toThrow(
      `already runs on ${folder.path}/data (process ${holder?.pid}); end that process`,
    );
  } finally {
    await Promise.all(children.map(killed));
  }
  const lock = await lockDataDir(join(folder.path, 'data'));
  await lock.release();
});

test('the PID file of a killed process locks nothing, even when another process has its PID now', async () => {
  await using folder = await temporaryFolder();
  // The parent of this process also runs Node but is not a shop.
  await writeFile(join(folder.path, 'supervisor.pid'), `${process.ppid}\n`);
  expect(await lockHolder(folder.path)).toBeUndefined();
  const lock = await lockDataDir(folder.path);
  expect(await lockHolder(folder.path)).toBe(String(process.pid));
  await lock.release();
  expect(await lockHolder(folder.path)).toBeUndefined();
});

test('a folder that cannot be used is reported in one line', async () => {
  await expect(lockDataDir('/dev/null/data')).rejects.toThrow(
    /^cannot create the data folder .*; set DATA_DIR to another one\.$/,
  );
  await expect(lockDataDir('/proc')).rejects.toThrow('; fix that, or set DATA_DIR to another folder.');
});

async function killed(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
