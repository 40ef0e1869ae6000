/** Writes into the data folder. Its contents, which include passwords, are readable by the owner only. */
import { chmod, mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OperatorError } from '@holdfast/kit-base/errors';

/**
 * Creates the data folder. Others may traverse it, because under root PostgreSQL runs as another user (see
 * `postgres/`).
 */
export async function makeDataDir(path: string): Promise<void> {
  try {
    await makeFolders(path);
  } catch (cause) {
    throw new OperatorError(
      `cannot create the data folder ${path} (${messageOf(cause)}); set DATA_DIR to another one.`,
      { cause },
    );
  }
}

/**
 * Creates a folder and its parents. Node's own `recursive` loops forever at full CPU where a file system
 * answers "no such file" for a folder that it refuses to create, as `/proc` does.
 */
async function makeFolders(path: string, mode?: number): Promise<void> {
  const make = (folder: string) =>
    mkdir(folder, { mode }).catch(async (error: NodeJS.ErrnoException) => {
      const isThere = error.code === 'EEXIST' && (await stat(folder)).isDirectory();
      if (!isThere) throw error;
    });
  try {
    await make(path);
  } catch (error) {
    const isOrphan = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isOrphan || dirname(path) === path) throw error;
    await makeFolders(dirname(path), mode);
    await make(path);
  }
}

/** Creates a folder that only its owner may enter; an existing one is closed to others. */
export async function makePrivateFolder(path: string): Promise<void> {
  try {
    await makeFolders(path, 0o700);
    await chmod(path, 0o700);
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

/** Writes a file atomically: neither a reader nor a start after a crash ever sees half of it. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const partial = `${path}.partial`;
  try {
    await writeFile(partial, text, { mode: 0o600 });
    await rename(partial, path);
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

export function cannotWrite(path: string, cause: unknown): OperatorError {
  return new OperatorError(
    `cannot write ${path} (${messageOf(cause)}); fix that, or set DATA_DIR to another folder.`,
    { cause },
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
