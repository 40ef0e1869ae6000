/**
 * Composition for programs that compose as one of their steps, such as `npm start`; the command is in
 * `commands/`.
 */
import { type Composed, composeSources } from './composition/compose.ts';
import { writeComposedFiles } from './composition/files.ts';
import { loadConfig } from './config.ts';
import { type Problem, placeText } from './problem.ts';
import { readSources } from './sources.ts';

/** Thrown when the subgraphs do not compose; `message` has a line for each reason, with its place. */
export class CompositionError extends Error {
  override name = 'CompositionError';
}

/**
 * Composes the subgraphs that a configuration file names (Apollo Federation 2).
 * @throws CompositionError when they do not compose. @throws UsageError when the configuration is invalid.
 */
export async function compose(configFile: string): Promise<Composed> {
  const cwd = process.cwd();
  const config = await loadConfig(configFile, cwd);
  const { subgraphs, problems } = await readSources(config.subgraphs, cwd);
  if (problems.length > 0) throw new CompositionError(problems.map(line).join('\n'));
  const { composed, problems: reasons } = composeSources(subgraphs);
  if (!composed) throw new CompositionError(reasons.map(line).join('\n'));
  return composed;
}

/** Writes the composed schemas to the files that the configuration names. @returns the files that changed. */
export async function writeComposed(configFile: string, composed: Composed): Promise<string[]> {
  const { output } = await loadConfig(configFile, process.cwd());
  return writeComposedFiles(output, composed, process.cwd());
}

function line(problem: Problem): string {
  const place = problem.file === undefined ? '' : `${placeText({ ...problem, file: problem.file })}: `;
  return `${place}${problem.code}: ${problem.message}`;
}
