/**
 * What a shop has on disk after its first start: databases that are set up, with the demo data. It is made once for a whole run of
 * tests, and each shop begins with a copy, which takes half of the time. Tests of the first start begin with nothing.
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
/** Milliseconds that another process may take to make it; whoever has waited for so long begins with nothing. */
const PATIENCE = 90_000;

/** Puts it into an empty data folder. Does nothing outside of a run of vitest, nor where it could not be made. */
export async function copyFirstData(dataDir: string): Promise<void> {
  const folder = process.env['FIRST_DATA'];
  if (folder === undefined) return;
  const made = (await isFirst(folder)) ? await make(folder) : await isMade(folder);
  if (made) await execute('cp', ['-a', ...PARTS.map((part) => join(folder, part)), dataDir]);
}

/** Whether no other process makes it, or has made it. */
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
    // The shop that wants it will say what is wrong.
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
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    if (await exists('made')) return true;
    if (await exists('failed')) return false;
    await delay(100);
  }
  return false;
}
