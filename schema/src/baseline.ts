import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Config } from './config.ts';
import { commitOf, fileAt, mergeBaseWith } from './git.ts';
import { shownPath } from './paths.ts';
import { UsageError } from './usageError.ts';

/** A schema to compare with. */
export interface Baseline {
  readonly sdl: string;
  /** What it is, for a report: `schema/api.graphql at 1a2b3c4`. */
  readonly name: string;
}

/**
 * The API schema that a file has, or that was committed at a git ref; a ref that lacks it stands for the file as it is.
 * @throws UsageError when it is neither a file nor a ref.
 */
export async function baselineOf(against: string, config: Config, cwd: string): Promise<Baseline> {
  const file = resolve(cwd, against);
  const sdl = await readFile(file, 'utf8').catch(() => undefined);
  if (sdl !== undefined) return { sdl, name: shownPath(file, cwd) };
  const { api } = config.output;
  const commit = await commitOf(against, dirname(api));
  if (commit === undefined)
    throw new UsageError(`${against} is neither a file that can be read nor a git ref`);
  return (await committedAt(commit, api, cwd)) ?? present(api, cwd, `${against} has none`);
}

/** The API schema at the merge base with the base branch; where there is no git or no such branch, the file as it is. */
export async function defaultBaseline({ base, output: { api } }: Config, cwd: string): Promise<Baseline> {
  const commit = await mergeBaseWith(base, dirname(api));
  const committed = commit === undefined ? undefined : await committedAt(commit, api, cwd);
  if (committed) return { ...committed, name: `${committed.name}, the merge base with ${base}` };
  return present(api, cwd, commit === undefined ? `no merge base with ${base}` : 'the merge base has none');
}

async function committedAt(commit: string, file: string, cwd: string): Promise<Baseline | undefined> {
  const sdl = await fileAt(commit, dirname(file), basename(file));
  return sdl === undefined ? undefined : { sdl, name: `${shownPath(file, cwd)} at ${commit.slice(0, 7)}` };
}

async function present(file: string, cwd: string, why: string): Promise<Baseline> {
  const shown = shownPath(file, cwd);
  const sdl = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`there is nothing to compare with: ${why}, and ${shown} cannot be read`);
  });
  return { sdl, name: `${shown} (${why})` };
}
