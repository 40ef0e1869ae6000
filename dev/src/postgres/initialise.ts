import { execFile } from 'node:child_process';
import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { OperatorError } from '@holdfast/kit-base/errors';
import { reasonIn } from './reason.ts';
import type { Launcher } from './unprivileged.ts';

/** Creates the server's data folder. @throws OperatorError when it cannot; then there is none. */
export async function initialise(
  initdb: string,
  launcher: Launcher,
  { folder, password }: { readonly folder: string; readonly password: string },
): Promise<void> {
  // An interrupted initdb leaves files behind, and initdb requires an empty folder.
  await rm(folder, { recursive: true, force: true });
  const passwordFile = `${folder}.password`;
  try {
    await mkdir(folder, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (launcher.owner) {
      for (const path of [folder, passwordFile]) await chown(path, launcher.owner.uid, launcher.owner.gid);
    }
    const args = [
      `--pgdata=${folder}`,
      `--pwfile=${passwordFile}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-sync',
    ];
    await promisify(execFile)(...launcher.command(initdb, args), { cwd: '/' });
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    const output = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause);
    throw new OperatorError(`PostgreSQL could not create its data folder ${folder}: ${reasonIn(output)}`, {
      cause,
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
}
