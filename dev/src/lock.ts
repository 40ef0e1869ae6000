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
 * Takes the data folder for this process. What holds it is SQLite's lock on an empty file: the operating system's own,
 * which two never get at once and which is gone with its process, however that ended. A file with a process's number
 * in it can do neither: the number may be another program's by now.
 * @throws OperatorError when another process has it, or the folder cannot be made or written to.
 */
export async function lockDataDir(dataDir: string): Promise<Lock> {
  await makeDataDir(dataDir);
  const database = takeLock(fileIn(dataDir));
  if (!database) {
    throw new OperatorError(
      `Holdfast runs on ${dataDir} already (process ${await pidOfHolder(dataDir)}); end that one, or set DATA_DIR to another folder.`,
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

/** The process that has the data folder now, if any. */
export async function lockHolder(dataDir: string): Promise<string | undefined> {
  await makeDataDir(dataDir);
  const database = takeLock(fileIn(dataDir));
  if (!database) return pidOfHolder(dataDir);
  database.close();
  return undefined;
}

const fileIn = (dataDir: string) => join(dataDir, 'supervisor.lock');

/** For people only: it is written when the lock is had already. */
const pidFileIn = (dataDir: string) => join(dataDir, 'supervisor.pid');

async function pidOfHolder(dataDir: string): Promise<string> {
  const text = await readFile(pidFileIn(dataDir), 'utf8').catch(() => '');
  return text.trim() || 'unknown';
}

/** SQLITE_BUSY: another process has the lock. */
const BUSY = 5;

function takeLock(path: string): DatabaseSync | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    // Not "exclusive": of two of those at the same moment both may be refused.
    database.exec('pragma journal_mode = memory; begin immediate');
    return database;
  } catch (cause) {
    database?.close();
    if (cause instanceof Error && 'errcode' in cause && cause.errcode === BUSY) return undefined;
    throw cannotWrite(path, cause);
  }
}
