import { isIndex, type Path } from '../bson/paths.ts';
import { type Doc, field, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';

/**
 * One component of a key during its lookup: the rest of its path, and the value that the path starts from.
 */
interface Walk {
  value: Value;
  path: Path;
}

export interface IndexKeys {
  /** A list of values, one per component, for each key of the document. */
  keys: Value[][];
  /** True for components whose path led through an array. */
  multikey: boolean[];
}

/**
 * Returns the keys of a document in an index on `paths`: one, or one for each element of the array on the
 * paths. As in MongoDB, two paths into one array take both values from the same element. A missing field is
 * null, an empty array `undefined`. Two different arrays fail with CannotIndexParallelArrays.
 */
export function indexKeysOf(doc: Doc, paths: readonly Path[]): IndexKeys {
  const multikey = paths.map(() => false);
  const keys: Value[][] = [];
  collect(
    paths.map((path) => ({ value: doc, path })),
    multikey,
    keys,
  );
  return { keys, multikey };
}

function collect(walks: readonly Walk[], multikey: boolean[], keys: Value[][]): void {
  const ends = walks.map(descend);
  const arrays = ends.map((end) => (Array.isArray(end.value) ? end.value : undefined));
  const array = arrays.find((each) => each !== undefined);
  if (array === undefined) {
    keys.push(ends.map((end) => (end.value === undefined ? null : end.value)));
    return;
  }
  if (arrays.some((each) => each !== undefined && each !== array)) {
    throw new CommandError('CannotIndexParallelArrays', 'cannot index parallel arrays');
  }
  arrays.forEach((each, i) => {
    if (each !== undefined) multikey[i] = true;
  });
  if (array.length === 0) {
    keys.push(ends.map((end, i) => keyOfEmpty(end, arrays[i] !== undefined)));
    return;
  }
  for (const element of array) {
    collectElement(
      ends.map((end, i) => (arrays[i] === undefined ? end : { value: element, path: end.path })),
      multikey,
      keys,
    );
  }
}

/**
 * Collects the keys of one element. If it is itself an array and the path ends there, the whole array is the
 * key.
 */
function collectElement(walks: readonly Walk[], multikey: boolean[], keys: Value[][]): void {
  if (walks.every((walk) => walk.path.length === 0)) {
    keys.push(walks.map((walk) => (walk.value === undefined ? null : walk.value)));
    return;
  }
  const opened = walks.map((walk) => {
    const nested = walk.path.length > 0 && Array.isArray(walk.value);
    return nested ? { value: null, path: [] } : walk;
  });
  collect(opened, multikey, keys);
}

function keyOfEmpty(end: Walk, isTheArray: boolean): Value {
  if (isTheArray) return end.path.length === 0 ? undefined : null;
  return end.value === undefined ? null : end.value;
}

/** Descends until the path ends, the value ends, or an array is in the way. */
function descend(walk: Walk): Walk {
  let { value, path } = walk;
  while (path.length > 0) {
    const [segment = '', ...rest] = path;
    if (Array.isArray(value)) {
      if (!isIndex(segment) || Number(segment) >= value.length) break;
      value = value[Number(segment)];
    } else if (isDoc(value)) {
      value = field(value, segment);
    } else {
      return { value: undefined, path: [] };
    }
    path = rest;
  }
  return { value, path };
}
