import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Large enough for any schema: git's own limit of what is printed is none. */
const MAX_BYTES = 256 * 1024 * 1024;

/** What git printed, run in `folder`; undefined when there is no git, no repository, or it refused. */
async function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', args, { cwd: folder, maxBuffer: MAX_BYTES });
    return stdout;
  } catch {
    return undefined;
  }
}

/** The commit that a ref names; undefined when it names none. */
export async function commitOf(ref: string, folder: string): Promise<string | undefined> {
  const printed = await git(folder, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ]);
  return printed?.trim();
}

/** Where the branch that is checked out left another: what is on that since is not taken for a change here. */
export async function mergeBaseWith(branch: string, folder: string): Promise<string | undefined> {
  for (const ref of [branch, `origin/${branch}`]) {
    const commit = await commitOf(ref, folder);
    const base = commit && (await git(folder, ['merge-base', 'HEAD', commit]));
    if (base) return base.trim();
  }
  return undefined;
}

/** A file of `folder` as it was in a commit; undefined when it was not there. */
export function fileAt(commit: string, folder: string, name: string): Promise<string | undefined> {
  return git(folder, ['show', `${commit}:./${name}`]);
}
