import { compareValues } from '../bson/compare.ts';
import { toInteger } from '../bson/numbers.ts';
import { type Path, parsePath, valuesAt } from '../bson/paths.ts';
import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { CommandError, notSupported } from '../errors.ts';

export interface SortField {
  name: string;
  path: Path;
  direction: 1 | -1;
}

/**
 * Parses a sort. Fails with BadValue for a direction other than 1 and -1; `{ $meta }` is rejected by name.
 */
export function parseSort(sort: Value): SortField[] {
  if (sort === undefined) return [];
  if (!isDoc(sort)) throw new CommandError('TypeMismatch', 'sort must be an object');
  return Object.entries(sort).map(([name, value]) => {
    if (isDoc(value)) throw notSupported(`sorting by ${Object.keys(value).join()}`);
    const direction = toInteger(value);
    if (direction !== 1n && direction !== -1n) {
      throw new CommandError(
        'BadValue',
        '$sort key ordering must be 1 (for ascending) or -1 (for descending)',
      );
    }
    return { name, path: parsePath(name), direction: direction === 1n ? 1 : -1 };
  });
}

/**
 * Sorts stably. As in MongoDB, an array sorts by its lowest element ascending and by its highest descending.
 */
export function sortDocs<T>(items: Iterable<T>, sort: readonly SortField[], docOf: (item: T) => Doc): T[] {
  const keyed = Array.from(items, (item) => ({
    item,
    key: sort.map((field) => sortKey(docOf(item), field)),
  }));
  keyed.sort((a, b) => {
    for (const [i, { direction }] of sort.entries()) {
      const order = compareValues(a.key[i], b.key[i]);
      if (order !== 0) return order * direction;
    }
    return 0;
  });
  return keyed.map(({ item }) => item);
}

function sortKey(doc: Doc, { path, direction }: SortField): Value {
  let best: Value;
  let isFirst = true;
  let wasEmpty = false;
  for (const value of valuesAt(doc, path)) {
    const candidate = value === undefined ? null : value;
    if (isFirst || compareValues(candidate, best) * direction < 0) best = candidate;
    isFirst = false;
  }
  if (isFirst) wasEmpty = path.length === 1;
  return isFirst ? (wasEmpty ? undefined : null) : best;
}
