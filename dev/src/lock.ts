import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OperatorError } from '@holdfast/kit-base/errors';
import { cannotWrite, makeDataDir } from './dataDir.ts';

/** Keeps a second process off the same data. */
export interface Lock {
  release(): Promise<void>;
}

/**
 * Locks the data folder for this process, by SQLite's lock on an empty file. That is a lock of the operating
 * system: two processes never hold it at once, and it is released when its process ends, however that
 * happens. A PID file guarantees neither: its number may belong to another program by now.
 * @throws OperatorError when another process holds the lock, or the folder cannot be created or written to.
 */
export async function lockDataDir(dataDir: string): Promise<Lock> {
  await makeDataDir(dataDir);
  const database = takeLock(fileIn(dataDir));
  if (!database) {
    throw new OperatorError(
      `Holdfast already runs on ${dataDir} (process ${await pidOfHolder(dataDir)}); end that process, or set DATA_DIR to another folder.`,
    );
  }
  const pidFile = pidFileIn(dataDir);
  try {
    await writeFile(pidFile, `${process.pid}\n`);
  } catch (cause) {
    database.close();
    throw cannotWrite(pidFile, cause);
  }
  return {
    async release() {
      await rm(pidFile, { force: true });
      database.close();
    },
  };
}

/** Returns the id of the process that holds the data folder; undefined when none does. */
export async function lockHolder(dataDir: string): Promise<string | undefined> {
  await makeDataDir(dataDir);
  const database = takeLock(fileIn(dataDir));
  if (!database) return pidOfHolder(dataDir);
  database.close();
  return undefined;
}

const fileIn = (dataDir: string) => join(dataDir, 'supervisor.lock');

/** Informs operators only: it is written when the lock is already held. */
const pidFileIn = (dataDir: string) => join(dataDir, 'supervisor.pid');

async function pidOfHolder(dataDir: string): Promise<string> {
  const text = await readFile(pidFileIn(dataDir), 'utf8').catch(() => '');
  return text.trim() || 'unknown';
}

/** SQLITE_BUSY: another process holds the lock. */
const BUSY = 5;

function takeLock(path: string): DatabaseSync | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    // Not "exclusive": when two processes ask for that at the same moment, both may be refused.
    database.exec('pragma journal_mode = memory; begin immediate');
    return database;
  } catch (cause) {
    database?.close();
    if (cause instanceof Error && 'errcode' in cause && cause.errcode === BUSY) return undefined;
    throw cannotWrite(path, cause);
  }
}
