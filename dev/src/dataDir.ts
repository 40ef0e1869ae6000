/** What is written into the data folder, passwords among it: for its owner's eyes only. */
import { access, chmod, constants, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OperatorError } from '@holdfast/kit/errors';

/** The folder itself: others may pass it, since as root PostgreSQL runs as another user (see `postgres/`). */
export async function makeDataDir(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    // Of a read-only place Node's recursive mkdir says that there is none.
    const reason = await access(dirname(path), constants.W_OK).then(
      () => cause,
      (why: unknown) => why,
    );
    throw new OperatorError(
      `cannot make the data folder ${path} (${messageOf(reason)}); set DATA_DIR to another one.`,
      { cause },
    );
  }
}

/** A folder that nobody else may enter; one that is there already is closed to others. */
export async function makePrivateFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
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
