import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../config.ts';
import { shownPath } from '../paths.ts';
import type { Problem } from '../problem.ts';
import type { Composed } from './compose.ts';

/** Writes the files that differ. @returns the files written, relative to `cwd`. */
export async function writeComposedFiles(
  output: Config['output'],
  composed: Composed,
  cwd: string,
): Promise<string[]> {
  const stale = await staleFiles(output, composed);
  for (const { file, text } of stale) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return stale.map(({ file }) => shownPath(file, cwd));
}

/** Reports STALE_SCHEMA for each committed file that differs from the composed one. */
export async function staleProblems(
  output: Config['output'],
  composed: Composed,
  cwd: string,
): Promise<Problem[]> {
  const stale = await staleFiles(output, composed);
  return stale.map(({ file }) => ({
    severity: 'error',
    code: 'STALE_SCHEMA',
    message: 'The file is out of date with the subgraphs: run npm run schema -- compose.',
    file: shownPath(file, cwd),
  }));
}

async function staleFiles(output: Config['output'], composed: Composed) {
  const wanted = [
    { file: output.supergraph, text: composed.supergraph },
    { file: output.api, text: composed.api },
  ];
  const before = await Promise.all(wanted.map(({ file }) => readFile(file, 'utf8').catch(() => undefined)));
  return wanted.filter(({ text }, n) => before[n] !== text);
}
