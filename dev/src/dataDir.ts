/** What is written into the data folder, passwords among it: for its owner's eyes only. */
import { chmod, mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OperatorError } from '@holdfast/kit-base/errors';

/** The folder itself: others may pass it, since as root PostgreSQL runs as another user (see `postgres/`). */
export async function makeDataDir(path: string): Promise<void> {
  try {
    await makeFolders(path);
  } catch (cause) {
    throw new OperatorError(
      `cannot make the data folder ${path} (${messageOf(cause)}); set DATA_DIR to another one.`,
      { cause },
    );
  }
}

/**
 * A folder and those above it. Node's own `recursive` goes round for ever, and uses up a processor, where a file system answers "no such file" for
 * a folder that it does not make, as `/proc` does.
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

/** A folder that nobody else may enter; one that is there already is closed to others. */
export async function makePrivateFolder(path: string): Promise<void> {
  try {
    await makeFolders(path, 0o700);
    await chmod(path, 0o700);
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

/** Writes all of a file or nothing: whoever reads it, or starts after a crash, never sees half of it. */
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
    `cannot write ${path} (${messageOf(cause)}); mend that, or set DATA_DIR to another folder.`,
    { cause },
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
