/** Merges the data that subgraphs return. */

/** An object of a subgraph's answer. */
export type Data = Record<string, unknown>;

export function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns an own field of an answer; undefined for one that only the prototype has (`constructor`). */
export function own(data: Data, key: string): unknown {
  return Object.hasOwn(data, key) ? data[key] : undefined;
}

/**
 * Merges the source's fields into the target, recursively. Objects are not copied: the target then shares
 * with the source every object that it did not have before.
 */
export function merge(target: Data, source: Data): void {
  for (const key in source) {
    const value = source[key];
    if (value === undefined) continue;
    const known = key in Object.prototype ? own(target, key) : target[key];
    if (typeof known === 'object' && known !== null && typeof value === 'object' && value !== null) {
      mergeNested(target, key, known, value);
    } else if (key === '__proto__') {
      Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
    } else {
      target[key] = value;
    }
  }
}

function mergeNested(target: Data, key: string, known: object, value: object): void {
  if (!Array.isArray(value)) {
    if (!Array.isArray(known)) merge(known as Data, value as Data);
  } else if (Array.isArray(known) && known.length === value.length) {
    for (let i = 0; i < value.length; i++) {
      if (isObject(known[i]) && isObject(value[i])) merge(known[i], value[i]);
      else if (Array.isArray(known[i]) && Array.isArray(value[i]))
        mergeNested(known as never, i as never, known[i], value[i]);
      else known[i] = value[i];
    }
  } else target[key] = value;
}

/** Merges like `merge`, but shares nothing. */
export function mergeCopy(target: Data, source: Data): void {
  const flat = Object.values(source).every((value) => typeof value !== 'object');
  merge(target, flat ? source : (copy(source) as Data));
}

function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)]));
}

/** An object and its path in the response. */
export interface Place {
  readonly object: Data;
  readonly path: readonly (string | number)[];
}

/** Returns the objects at a path, in order; nulls are skipped. `@` stands for each item of a list. */
export function collect(root: Data, path: readonly string[]): Data[] {
  return collectPlaces(root, path).map(({ object }) => object);
}

/** Returns what `collect` does, with the objects' paths. */
export function collectPlaces(root: Data, path: readonly string[]): Place[] {
  const found: Place[] = [];
  const walk = (value: unknown, at: number, here: readonly (string | number)[]): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      const next = path[at] === '@' ? at + 1 : at;
      for (const [i, item] of value.entries()) walk(item, next, [...here, i]);
    } else if (at === path.length) found.push({ object: value as Data, path: here });
    else {
      const key = path[at] as string;
      walk(own(value as Data, key), at + 1, [...here, key]);
    }
  };
  walk(root, 0, []);
  return found;
}
