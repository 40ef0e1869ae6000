import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Large enough for any schema; git itself has no limit. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Runs git in `folder`.
 * @returns its output; undefined when there is no git or no repository, or when git fails.
 */
async function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', args, { cwd: folder, maxBuffer: MAX_BYTES });
    return stdout;
  } catch {
    return undefined;
  }
}

/** Returns the commit that a ref names; undefined when there is none. */
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

/**
 * Returns the merge base of HEAD and a branch, so that later commits on the branch do not look like changes
 * here.
 */
export async function mergeBaseWith(branch: string, folder: string): Promise<string | undefined> {
  for (const ref of [branch, `origin/${branch}`]) {
    const commit = await commitOf(ref, folder);
    const base = commit && (await git(folder, ['merge-base', 'HEAD', commit]));
    if (base) return base.trim();
  }
  return undefined;
}

/** Reads a file of `folder` as it was in a commit; undefined when it did not exist. */
export function fileAt(commit: string, folder: string, name: string): Promise<string | undefined> {
  return git(folder, ['show', `${commit}:./${name}`]);
}
