import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivateFile } from './dataDir.ts';
import type { DatabaseUrls } from './services.ts';

/** A shop that runs on a data folder, as described to other commands. */
export interface RunningShop {
  readonly databases: DatabaseUrls;
  /** The URL of the event bus. */
  readonly eventsUrl: string;
  /** The settings that a service's commands need besides its database, by service. */
  readonly settings: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const fileIn = (dataDir: string) => join(dataDir, 'running.json');

/** Writes a file that only its owner may read, because it contains passwords. */
export async function writeRunning(dataDir: string, shop: RunningShop): Promise<void> {
  await writePrivateFile(fileIn(dataDir), JSON.stringify(shop));
}

/** Reads what the shop of this folder wrote when it was ready; undefined while it starts or stops. */
export async function readRunning(dataDir: string): Promise<RunningShop | undefined> {
  const text = await readFile(fileIn(dataDir), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as RunningShop);
}

export async function removeRunning(dataDir: string): Promise<void> {
  await rm(fileIn(dataDir), { force: true });
}
