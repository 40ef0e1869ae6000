import { readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Program, startProgram } from '../src/childProcess.ts';
import { temporaryFolder } from './temporaryFolder.ts';

async function programIn(folder: string, text: string): Promise<Program> {
  const file = join(folder, 'program.mjs');
  await writeFile(file, text);
  return { name: 'program', file, env: {}, logFile: join(folder, 'program.log') };
}

const READY = `process.send({ type: 'ready' }); process.on('disconnect', () => process.exit());`;

test('its output goes to a log that only its owner may read', async () => {
  await using folder = await temporaryFolder();
  const program = await programIn(folder.path, `console.log('out'); console.error('err'); ${READY}`);
  const running = await startProgram(program);
  await running.stop(1_000);
  expect(await running.ended).toBe('signal SIGTERM');
  expect((await stat(program.logFile)).mode & 0o777).toBe(0o600);
  await expect.poll(() => linesOf(program)).toEqual(['err', 'out']);
});

test('output on one stream is kept after the other one has ended', async () => {
  await using folder = await temporaryFolder();
  const program = await programIn(
    folder.path,
    `import { closeSync, writeSync } from 'node:fs';
     closeSync(1);
     process.on('message', () => {});
     setTimeout(() => { writeSync(2, 'the reason\\n'); ${READY} }, 200);`,
  );
  const running = await startProgram(program);
  await expect.poll(() => linesOf(program)).toEqual(['the reason']);
  await running.stop(1_000);
});

test('a log that cannot be written loses only its lines', async () => {
  await using folder = await temporaryFolder();
  const program = await programIn(folder.path, `console.error('lost'); setTimeout(() => { ${READY} }, 200);`);
  // Opens, but every write fails because the disk is full.
  await symlink('/dev/full', program.logFile);
  const running = await startProgram(program);
  await running.stop(1_000);
  expect(await running.ended).toBe('signal SIGTERM');
});

test('a program that is starting is ended when the start is aborted', async () => {
  await using folder = await temporaryFolder();
  const program = await programIn(
    folder.path,
    `process.on('SIGTERM', () => {}); console.log(process.pid); setInterval(() => {}, 1000);`,
  );
  const giveUp = new AbortController();
  const starting = startProgram(program, giveUp.signal);
  await expect.poll(() => linesOf(program)).toHaveLength(1);
  giveUp.abort();
  await expect(starting).rejects.toThrow('did not start (signal SIGKILL)');
  const [pid] = await linesOf(program);
  expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
});

/** Returns a program that ends `takes` milliseconds after SIGTERM and reports a `stopTimeout`. */
const slow = (takes: number, stopTimeout: number) => `
  process.on('disconnect', () => process.exit());
  process.once('SIGTERM', () => setTimeout(() => process.exit(7), ${takes}));
  process.send({ type: 'ready', stopTimeout: ${stopTimeout} });`;

test('a program that is stopped has the time that it reported, and no more', async () => {
  await using folder = await temporaryFolder();
  const finishing = await startProgram(await programIn(folder.path, slow(1_800, 60_000)));
  await finishing.stop();
  expect(await finishing.ended).toBe('exit code 7');
  const hanging = await startProgram(await programIn(folder.path, slow(60_000, 1)));
  await hanging.stop();
  expect(await hanging.ended).toBe('signal SIGKILL');
});

async function linesOf({ logFile }: Program): Promise<string[]> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean).sort();
}
