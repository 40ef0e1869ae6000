import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseUrls } from './services.ts';

/** What other commands have to know of a shop that runs on a data folder. */
export interface RunningShop {
  readonly databases: DatabaseUrls;
}

const fileIn = (dataDir: string) => join(dataDir, 'running.json');

/** Written with passwords in it: for its owner's eyes only. */
export async function writeRunning(dataDir: string, shop: RunningShop): Promise<void> {
  await writeFile(fileIn(dataDir), JSON.stringify(shop), { mode: 0o600 });
}

/** What was written when the shop of this folder started; it may have ended since without a word. */
export async function readRunning(dataDir: string): Promise<RunningShop | undefined> {
  const text = await readFile(fileIn(dataDir), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as RunningShop);
}

export async function removeRunning(dataDir: string): Promise<void> {
  await rm(fileIn(dataDir), { force: true });
}
