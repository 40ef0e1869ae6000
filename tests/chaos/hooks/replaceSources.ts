/**
 * Changes what a process runs without a line in the product for it: for modules that a process is given by `--import`. What is
 * to be replaced has to be in the file, once; a process whose file says something else does not start.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '../../..');

export interface Replacement {
  /** From the root of the repository. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** @throws Error naming the file that does not have the text once. */
export function replaceSources(replacements: readonly Replacement[]): void {
  const byUrl = Map.groupBy(replacements, ({ file }) => pathToFileURL(join(ROOT, file)).href);
  for (const { file, ...replacement } of replacements) {
    replaced(readFileSync(join(ROOT, file), 'utf8'), { file, ...replacement });
  }
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const own = byUrl.get(url);
      if (!own) return loaded;
      const source = Buffer.from(loaded.source as Uint8Array).toString();
      return { ...loaded, source: own.reduce(replaced, source) };
    },
  });
}

function replaced(source: string, { file, from, to }: Replacement): string {
  const parts = source.split(from);
  if (parts.length !== 2) throw new Error(`${file} has this ${parts.length - 1} times, not once: ${from}`);
  return parts.join(to);
}
