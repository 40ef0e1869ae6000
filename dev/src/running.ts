import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivateFile } from './dataDir.ts';
import type { DatabaseUrls } from './services.ts';

/** What other commands have to know of a shop that runs on a data folder. */
export interface RunningShop {
  readonly databases: DatabaseUrls;
  /** Of the event bus. */
  readonly eventsUrl: string;
  /** What commands of a service need beside its database, by service. */
  readonly settings: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const fileIn = (dataDir: string) => join(dataDir, 'running.json');

/** Written with passwords in it: for its owner's eyes only. */
export async function writeRunning(dataDir: string, shop: RunningShop): Promise<void> {
  await writePrivateFile(fileIn(dataDir), JSON.stringify(shop));
}

/** What was written when the shop of this folder was ready; undefined while it starts, or ends. */
export async function readRunning(dataDir: string): Promise<RunningShop | undefined> {
  const text = await readFile(fileIn(dataDir), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as RunningShop);
}

export async function removeRunning(dataDir: string): Promise<void> {
  await rm(fileIn(dataDir), { force: true });
}
