import type { Path } from '../bson/paths.ts';
import { CommandError } from '../errors.ts';

/** Fails with ConflictingUpdateOperators when one path equals another or leads through it. */
export function checkConflicts(paths: readonly Path[]): void {
  const sorted = paths.map((path) => path.join('.')).toSorted();
  const seen = new Set<string>();
  for (const path of sorted) {
    const segments = path.split('.');
    const through = segments.map((_, i) => segments.slice(0, i + 1).join('.')).find((each) => seen.has(each));
    if (through !== undefined) {
      throw new CommandError(
        'ConflictingUpdateOperators',
        `Updating the path '${path}' would create a conflict at '${through}'`,
      );
    }
    seen.add(path);
  }
}
