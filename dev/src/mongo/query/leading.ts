import type { CollectionIndex } from '../storage/collectionIndex.ts';
import { successor } from '../storage/keyEncoding.ts';
import type { Interval } from './bounds.ts';

/** Entries up to which the keys of a list are counted, to see which list has the fewest. */
const DIVE = 1000;
/** Keys of one list that are looked up for each entry; with more, its document tells sooner. */
const MAX_CHECKED = 64;

export interface Leading {
  readonly lead: Interval[];
  /** The other lists whose keys an entry's document must have, too: one of each. */
  readonly checks: Interval[][];
}

const isPoints = (list: readonly Interval[]) => list.every((each) => each.isPoint);

/**
 * Which of several lists of intervals of an array bounds the scan: an array may meet two conditions with two elements, so
 * only one can. It is the one with the fewest entries as far as `DIVE`, then with the fewest keys.
 * @param lists in the index's direction. @param index when the array is its first component; else nothing is counted.
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
