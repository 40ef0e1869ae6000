import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startProgram, supervised } from '../src/childProcess.ts';
import { supervise } from '../src/supervision.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const IDLE = 400;

async function programIn(folder: string, text: string) {
  const file = join(folder, 'program.mjs');
  await writeFile(file, text);
  return { name: 'program', file, env: {}, logFile: join(folder, 'program.log') };
}

const READY = `process.send({ type: 'ready' }); process.on('disconnect', () => process.exit());`;

test.each([
  ['computes', `while (process.cpuUsage().user < ${2 * IDLE} * 1000); ${READY}`],
  [
    'prints something now and then',
    `let n = 0; const more = setInterval(() => { console.log(n); if (++n === 8) { clearInterval(more); ${READY} } }, ${IDLE / 2});`,
  ],
])('a program that %s beyond the idle limit is not given up', async (_what, text) => {
  await using folder = await temporaryFolder();
  const program = await programIn(folder.path, text);
  const running = await startProgram(program, undefined, { idle: IDLE, longest: 60_000 });
  await running.stop();
  expect(await running.ended).toBe('signal SIGTERM');
});

test.each([
  ['does nothing', `setInterval(() => {}, 60_000);`],
  ['only polls now and then', `setInterval(() => {}, ${IDLE / 4});`],
])('a program that %s is given up and killed', async (_what, text) => {
  await using folder = await temporaryFolder();
  const program = await programIn(
    folder.path,
    `import { writeFileSync } from 'node:fs';
    writeFileSync('${folder.path}/pid', String(process.pid)); ${text}`,
  );
  await expect(startProgram(program, undefined, { idle: IDLE, longest: 60_000 })).rejects.toThrow(
    `program did not start: it made no progress for 0.4 seconds; see ${program.logFile}.`,
  );
  const pid = Number(await readFile(join(folder.path, 'pid'), 'utf8'));
  await expect.poll(() => isRunning(pid)).toBe(false);
});

test('a program that computes forever is given up in the end', async () => {
  await using folder = await temporaryFolder();
  const program = await programIn(folder.path, 'for (;;);');
  await expect(startProgram(program, undefined, { idle: IDLE, longest: 2_000 })).rejects.toThrow(
    `program did not start: it was not ready within 2 seconds; see ${program.logFile}.`,
  );
});

test('programs that take long to start are named repeatedly until they have started', async () => {
  await using folder = await temporaryFolder();
  const program = supervised(
    await programIn(
      folder.path,
      `process.once('SIGUSR2', () => { ${READY} }); setInterval(() => {}, 60_000); console.log(process.pid);`,
    ),
  );
  const lines: string[] = [];
  const services = supervise<'slow' | 'slower'>(() => program, {
    warn: () => {},
    progress: (line) => lines.push(line),
    slow: 20,
  });
  const started = services.start(['slow', 'slower']);
  await expect.poll(() => lines.length, { timeout: 10_000 }).toBeGreaterThan(2);
  expect(lines[0]).toBe('Still starting slow, slower …');
  const pids = async () => (await readFile(program.logFile, 'utf8')).trim().split('\n').map(Number);
  await expect.poll(async () => (await pids()).length, { timeout: 10_000 }).toBe(2);
  for (const pid of await pids()) process.kill(pid, 'SIGUSR2');
  await started;
  await services.stop(['slow', 'slower']);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
