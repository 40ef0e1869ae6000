import { type Doc, field, isDoc, type Value } from './values.ts';

/** A dotted path, split once. */
export type Path = readonly string[];

export function parsePath(path: string): Path {
  return path.split('.');
}

export function isIndex(segment: string): boolean {
  return /^(0|[1-9]\d{0,9})$/.test(segment);
}

/** The element of the outermost array that a match went through, for the positional operator `$`. */
export interface Hit {
  position: number | undefined;
}

/**
 * Returns true when any value that the path leads to passes the test. The path goes through arrays as in
 * MongoDB's queries: into each element that is a document, and by number into one element. Where it ends
 * early, the test receives `undefined`; an array without documents leads nowhere and tests nothing.
 */
export function someAt(value: Value, path: Path, test: (leaf: Value) => boolean, hit: Hit, at = 0): boolean {
  const segment = path[at];
  if (segment === undefined) return test(value);
  if (isDoc(value)) return someAt(field(value, segment), path, test, hit, at + 1);
  if (!Array.isArray(value)) return test(undefined);
  const index = isIndex(segment) ? Number(segment) : -1;
  if (index >= 0 && index < value.length && someAt(value[index], path, test, hit, at + 1)) return true;
  for (const [i, element] of value.entries()) {
    if (isDoc(element) && someAt(element, path, test, hit, at)) {
      hit.position = i;
      return true;
    }
  }
  return false;
}

/** Does the same as `someAt`, and tests an array at the path's end element by element, then as a whole. */
export function someElementAt(value: Value, path: Path, test: (leaf: Value) => boolean, hit: Hit): boolean {
  return someAt(
    value,
    path,
    (leaf) => {
      if (Array.isArray(leaf)) {
        const index = leaf.findIndex((element) => test(element));
        if (index >= 0) {
          hit.position = index;
          return true;
        }
      }
      return test(leaf);
    },
    hit,
  );
}

/**
 * Returns every value that the path leads to, and the elements of arrays at its end: the values that
 * `distinct` and sorting use.
 */
export function valuesAt(doc: Doc, path: Path): Value[] {
  const found: Value[] = [];
  const nothing: Hit = { position: undefined };
  someAt(
    doc,
    path,
    (leaf) => {
      if (Array.isArray(leaf)) found.push(...leaf);
      else found.push(leaf);
      return false;
    },
    nothing,
  );
  return found;
}
