/** PostgreSQL refuses to run as root. A start by root runs it as the system user `postgres`. */
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { OperatorError } from '@holdfast/kit-base/errors';

const run = promisify(execFile);

/**
 * Grants CAP_DAC_READ_SEARCH (capabilities(7)); with the secure bit it also applies to access(2), which
 * initdb uses to find its server. No other right of root survives the exec.
 */
const PASS_CLOSED_FOLDERS = [
  '--securebits=+no_setuid_fixup',
  '--inh-caps=+dac_read_search',
  '--ambient-caps=+dac_read_search',
];

/** Starts a program without root's rights. */
export interface Launcher {
  /** The user that owns the program's files; undefined when it is the current one. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** Returns the command line that starts the program. */
  command(program: string, args: readonly string[]): [string, string[]];
}

/**
 * @param folders the folders that the program has to reach.
 * @throws OperatorError when this process is root's and cannot start a program as another user.
 */
export async function unprivilegedLauncher(folders: readonly string[]): Promise<Launcher> {
  if (process.getuid?.() !== 0) return { command: (program, args) => [program, [...args]] };
  const owner = await postgresUser();
  const ids = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  // Only root may enter a folder such as /root. The program keeps that one right.
  const closed = (await Promise.all(folders.map(isClosed))).some(Boolean);
  const rights = closed ? PASS_CLOSED_FOLDERS : [];
  try {
    await run('setpriv', [...ids, ...rights, 'true']);
  } catch (cause) {
    throw new OperatorError(
      'PostgreSQL does not run as root, and setpriv (package util-linux) cannot start it as another user; run this as an ordinary user, or set POSTGRES_URL to your own server.',
      { cause },
    );
  }
  return { owner, command: (program, args) => ['setpriv', [...ids, ...rights, program, ...args]] };
}

async function postgresUser(): Promise<{ uid: number; gid: number }> {
  const find = async () => ({
    uid: Number((await run('id', ['-u', 'postgres'])).stdout),
    gid: Number((await run('id', ['-g', 'postgres'])).stdout),
  });
  return find().catch(async () => {
    try {
      await run('useradd', ['--system', '--no-create-home', '--user-group', 'postgres']);
      return await find();
    } catch (cause) {
      throw new OperatorError(
        'PostgreSQL does not run as root, and a user postgres could not be created; run this as an ordinary user, or set POSTGRES_URL to your own server.',
        { cause },
      );
    }
  });
}

/** Returns true when the folder or one above it admits only its owner. */
async function isClosed(folder: string): Promise<boolean> {
  const { mode } = await stat(folder);
  if ((mode & 0o001) === 0) return true;
  const parent = dirname(folder);
  return parent === folder ? false : isClosed(parent);
}
