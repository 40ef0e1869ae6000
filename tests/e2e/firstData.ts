/**
 * The data folder of a shop after its first start: initialized databases with the demo data. It is made once
 * for each run of the tests. A shop that starts with a copy of it starts in half the time. Tests of the first
 * start begin with an empty folder.
 */
import { execFile } from 'node:child_process';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startHoldfast } from '../../dev/src/holdfast.ts';
import { OWN_SERVERS } from './givenServers.ts';

const execute = promisify(execFile);

const PARTS = ['postgres', 'mongo', 'secrets.json'];
/** Milliseconds to wait while another process makes it. Afterwards a shop starts with an empty folder. */
const TIMEOUT = 90_000;

/** Copies it into an empty data folder. Does nothing outside a vitest run, or when it could not be made. */
export async function copyFirstData(dataDir: string): Promise<void> {
  const folder = process.env['FIRST_DATA'];
  if (folder === undefined) return;
  const made = (await isFirst(folder)) ? await make(folder) : await isMade(folder);
  if (made) await execute('cp', ['-a', ...PARTS.map((part) => join(folder, part)), dataDir]);
}

/** Returns true for the first process that asks, which has to make the data. */
const isFirst = (folder: string) =>
  mkdir(folder).then(
    () => true,
    () => false,
  );

async function make(folder: string): Promise<boolean> {
  try {
    const quiet = { progress: () => {}, warn: () => {}, logLevel: 'silent' } as const;
    const shop = await startHoldfast({ port: 0, dataDir: folder, ...quiet, ...OWN_SERVERS });
    await shop.stop();
    await writeFile(join(folder, 'made'), '');
    return true;
  } catch {
    // The shop that wanted the data will report the error when it starts.
    await writeFile(join(folder, 'failed'), '');
    return false;
  }
}

async function isMade(folder: string): Promise<boolean> {
  const exists = (name: string) =>
    access(join(folder, name)).then(
      () => true,
      () => false,
    );
  const deadline = Date.now() + TIMEOUT;
  while (Date.now() < deadline) {
    if (await exists('made')) return true;
    if (await exists('failed')) return false;
    await delay(100);
  }
  return false;
}
