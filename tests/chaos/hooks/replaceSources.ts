/**
 * Changes the source that a process runs, without a line in the product for it. Used by modules that a
 * process loads by `--import`. The text to replace must occur exactly once in its file, or the process does
 * not start.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '../../..');

export interface Replacement {
  /** The path from the root of the repository. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** @throws Error that names a file in which the text does not occur exactly once. */
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
  if (parts.length !== 2)
    throw new Error(
      `${file} must contain this text once, but contains it ${parts.length - 1} times: ${from}`,
    );
  return parts.join(to);
}
