import type { CollectionIndex } from '../storage/collectionIndex.ts';
import { successor } from '../storage/keyEncoding.ts';
import type { Interval } from './bounds.ts';

/** The number of entries up to which the keys of a list are counted, to find the list with the fewest. */
const DIVE = 1000;
/**
 * The number of keys of one list that are looked up for each entry; with more, reading its document is
 * cheaper.
 */
const MAX_CHECKED = 64;

export interface Leading {
  readonly lead: Interval[];
  /** The other lists: the entry's document must have one key of each. */
  readonly checks: Interval[][];
}

const isPoints = (list: readonly Interval[]) => list.every((each) => each.isPoint);

/**
 * Chooses which of several lists of intervals on an array bounds the scan. An array may meet two conditions
 * with two elements, so only one list can. It is the one with the fewest entries, counted up to `DIVE`, then
 * with the fewest keys.
 * @param lists the lists, in the index's direction.
 * @param index the index when the array is its first component; otherwise nothing is counted.
 */
export function leadingOf(
  lists: Interval[][],
  index: Pick<CollectionIndex, 'countUpTo'> | undefined,
): Leading {
  const [only, ...more] = lists;
  if (more.length === 0) return { lead: only ?? [], checks: [] };
  const points = lists.filter((list) => isPoints(list) && list.length <= 200);
  const sized = points.map((list) => ({ list, entries: index ? entriesOf(index, list) : 0 }));
  sized.sort((a, b) => a.entries - b.entries || a.list.length - b.list.length);
  const lead = sized[0]?.list ?? only ?? [];
  const others = lists.filter((list) => list !== lead);
  return { lead, checks: others.filter((list) => isPoints(list) && list.length <= MAX_CHECKED) };
}

function entriesOf(index: Pick<CollectionIndex, 'countUpTo'>, list: readonly Interval[]): number {
  let entries = 0;
  for (const { from } of list) {
    entries += index.countUpTo(from, successor(from), DIVE - entries);
    if (entries >= DIVE) break;
  }
  return entries;
}
