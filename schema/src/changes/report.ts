import type { Definitions } from '../coordinates.ts';
import type { Place } from '../problem.ts';
import type { Affected, ReportedChange } from '../report/report.ts';
import type { ApiChange } from './change.ts';

/**
 * Returns a change in the form of a report.
 * @param affects undefined when use is not examined.
 * @param definitions those of the new SDL; undefined when there is none.
 */
export function reportedChange(
  { level, coordinate, message, found }: ApiChange,
  affects: readonly Affected[] | undefined,
  definitions: Definitions | undefined,
): ReportedChange {
  const place = coordinate === undefined || !definitions ? undefined : placeFor(coordinate, definitions);
  return { level, code: found.type, coordinate, message, affects, ...place };
}

/**
 * Returns where a coordinate is defined or, when it was removed, where what contains it is defined; undefined
 * when several subgraphs define it.
 */
function placeFor(coordinate: string, definitions: Definitions): Place | undefined {
  const field = coordinate.split('(')[0] ?? coordinate;
  const type = field.split('.')[0] ?? field;
  for (const each of [coordinate, field, type]) {
    const found = definitions(each);
    if (found.length > 0) return found.length === 1 ? found[0]?.place : undefined;
  }
  return undefined;
}

const LEVELS = ['breaking', 'dangerous', 'safe'] as const;

/** Returns `2 breaking (1 used), 1 dangerous (0 used), 3 safe`, or `no changes`. */
export function countsText(changes: readonly ReportedChange[]): string {
  const counts = LEVELS.flatMap((level) => {
    const ofLevel = changes.filter((change) => change.level === level);
    if (ofLevel.length === 0) return [];
    const used = ofLevel.filter(({ affects = [] }) => affects.length > 0).length;
    const judged = level !== 'safe' && ofLevel.some(({ affects }) => affects !== undefined);
    return [`${ofLevel.length} ${level}${judged ? ` (${used} used)` : ''}`];
  });
  return counts.length > 0 ? counts.join(', ') : 'no changes';
}
