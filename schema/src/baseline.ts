import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { isSupergraph } from './apiSchema.ts';
import type { Config } from './config.ts';
import { commitOf, fileAt, mergeBaseWith } from './git.ts';
import { shownPath } from './paths.ts';
import type { Problem } from './problem.ts';
import { UsageError } from './usageError.ts';

/** The schema that is compared with. */
export interface Baseline {
  readonly sdl: string;
  /** The supergraph of the same version; undefined when there is only an API schema. */
  readonly supergraph: string | undefined;
  /** Its name in a report: `schema/api.graphql at 1a2b3c4`. */
  readonly name: string;
}

/**
 * Reads the API schema from a file, or as it was committed at a git ref. When the ref lacks the file, the
 * current file is used.
 * @throws UsageError when `against` is neither a file nor a ref.
 */
export async function baselineOf(against: string, config: Config, cwd: string): Promise<Baseline> {
  const file = resolve(cwd, against);
  const sdl = await readFile(file, 'utf8').catch(() => undefined);
  if (sdl !== undefined)
    return { sdl, supergraph: isSupergraph(sdl) ? sdl : undefined, name: shownPath(file, cwd) };
  const { output } = config;
  const commit = await commitOf(against, dirname(output.api));
  if (commit === undefined) throw new UsageError(`${against} is neither a readable file nor a git ref`);
  return (await committedAt(commit, output, cwd)) ?? present(output, cwd, `${against} lacks the file`);
}

/**
 * Reads the API schema at the merge base with the base branch. Without git, or without such a branch, the
 * current file is used.
 */
export async function defaultBaseline({ base, output }: Config, cwd: string): Promise<Baseline> {
  const commit = await mergeBaseWith(base, dirname(output.api));
  const committed = commit === undefined ? undefined : await committedAt(commit, output, cwd);
  if (committed) return { ...committed, name: `${committed.name}, the merge base with ${base}` };
  return present(
    output,
    cwd,
    commit === undefined ? `no merge base with ${base}` : 'the merge base lacks the file',
  );
}

async function committedAt(
  commit: string,
  { api, supergraph }: Config['output'],
  cwd: string,
): Promise<Baseline | undefined> {
  const [sdl, whole] = await Promise.all(
    [api, supergraph].map((file) => fileAt(commit, dirname(file), basename(file))),
  );
  const name = `${shownPath(api, cwd)} at ${commit.slice(0, 7)}`;
  return sdl === undefined ? undefined : { sdl, supergraph: whole, name };
}

async function present({ api, supergraph }: Config['output'], cwd: string, why: string): Promise<Baseline> {
  const shown = shownPath(api, cwd);
  const sdl = await readFile(api, 'utf8').catch(() => {
    throw new UsageError(`there is nothing to compare with: ${why}, and ${shown} cannot be read`);
  });
  const whole = await readFile(supergraph, 'utf8').catch(() => undefined);
  return { sdl, supergraph: whole, name: `${shown} (${why})` };
}

/**
 * Reports REQUIREMENTS_NOT_COMPARED when a baseline is only an API schema, which lacks the requirements for
 * callers.
 */
export function notComparedProblems(baselines: readonly Baseline[]): Problem[] {
  const without = baselines.find(({ supergraph }) => supergraph === undefined);
  if (!without) return [];
  const message = `The requirements for callers were not compared: ${without.name} has no supergraph to read them from.`;
  return [{ severity: 'notice', code: 'REQUIREMENTS_NOT_COMPARED', message }];
}
