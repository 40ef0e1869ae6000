/** PostgreSQL refuses to run as root. As root, it is run as the system user `postgres`. */
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { OperatorError } from '@holdfast/kit-base/errors';

const run = promisify(execFile);

/** CAP_DAC_READ_SEARCH (capabilities(7)); with the secure bit it counts for access(2) as well, by which initdb looks for its
 * server. Nothing else of root's outlives the exec. */
const PASS_CLOSED_FOLDERS = [
  '--securebits=+no_setuid_fixup',
  '--inh-caps=+dac_read_search',
  '--ambient-caps=+dac_read_search',
];

/** How to start a program that is not to have root's rights: what to put before its own command line. */
export interface Launcher {
  /** The user to own the program's files; undefined when it is oneself. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  command(program: string, args: readonly string[]): [string, string[]];
}

/**
 * @param folders what the program has to reach.
 * @throws OperatorError when this is root and there is no way to become somebody else.
 */
export async function unprivilegedLauncher(folders: readonly string[]): Promise<Launcher> {
  if (process.getuid?.() !== 0) return { command: (program, args) => [program, [...args]] };
  const owner = await postgresUser();
  const ids = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  // A folder of root's own, such as /root, cannot be entered by anybody else. That one right is left to the program.
  const closed = (await Promise.all(folders.map(isClosed))).some(Boolean);
  const rights = closed ? PASS_CLOSED_FOLDERS : [];
  try {
    await run('setpriv', [...ids, ...rights, 'true']);
  } catch (cause) {
    throw new OperatorError(
      'PostgreSQL does not run as root, and setpriv (package util-linux) cannot start it as another user; run this as an ordinary user, or set POSTGRES_URL to a server of yours.',
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
        'PostgreSQL does not run as root, and a user postgres could not be made; run this as an ordinary user, or set POSTGRES_URL to a server of yours.',
        { cause },
      );
    }
  });
}

/** Whether some folder on the way lets only its owner in. */
async function isClosed(folder: string): Promise<boolean> {
  const { mode } = await stat(folder);
  if ((mode & 0o001) === 0) return true;
  const parent = dirname(folder);
  return parent === folder ? false : isClosed(parent);
}
