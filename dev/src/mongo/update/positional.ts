import type { Hit, Path } from '../bson/paths.ts';
import { type Doc, field, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';

/** The `arrayFilters` by identifier: each returns true for an element that `$[identifier]` selects. */
export type ArrayFilters = Map<string, (element: Value) => boolean>;

export function parseArrayFilters(arrayFilters: Value): ArrayFilters {
  const parsed: ArrayFilters = new Map();
  if (arrayFilters === undefined) return parsed;
  if (!Array.isArray(arrayFilters)) throw new CommandError('TypeMismatch', 'arrayFilters must be an array');
  for (const filter of arrayFilters) {
    const identifier = isDoc(filter) ? identifierOf(filter) : undefined;
    if (!isDoc(filter) || identifier === undefined) {
      throw new CommandError(
        'FailedToParse',
        'an array filter needs one identifier as the first part of its paths',
      );
    }
    if (parsed.has(identifier)) {
      throw new CommandError(
        'FailedToParse',
        `Found multiple array filters with the same top-level field name ${identifier}`,
      );
    }
    const passes = compileFilter(filter);
    parsed.set(identifier, (element) => passes({ [identifier]: element }));
  }
  return parsed;
}

function identifierOf(filter: Doc): string | undefined {
  const names = new Set<string>();
  for (const [name, condition] of Object.entries(filter)) {
    if (!name.startsWith('$')) names.add(name.split('.')[0] ?? '');
    else if (Array.isArray(condition)) {
      for (const branch of condition.filter(isDoc)) names.add(identifierOf(branch) ?? '');
    }
  }
  const [only] = names;
  return names.size === 1 && only !== undefined && /^[a-z][A-Za-z0-9]*$/.test(only) ? only : undefined;
}

/**
 * Returns the concrete paths in this document for a path with `$`, `$[]` or `$[identifier]`. `$` is the
 * element that the query matched; without one it fails with BadValue.
 */
export function expandPath(doc: Doc, path: Path, hit: Hit, filters: ArrayFilters): Path[] {
  if (!path.some((segment) => segment.startsWith('$'))) return [path];
  let places: { value: Value; path: Path }[] = [{ value: doc, path: [] }];
  for (const segment of path) {
    places = places.flatMap((place) =>
      segmentsOf(segment, place.value, path, hit, filters).map((concrete) => ({
        value: step(place.value, concrete),
        path: [...place.path, concrete],
      })),
    );
  }
  return places.map((place) => place.path);
}

function segmentsOf(segment: string, value: Value, path: Path, hit: Hit, filters: ArrayFilters): string[] {
  if (segment === '$') {
    if (hit.position === undefined) {
      throw new CommandError(
        'BadValue',
        'The positional operator did not find the match needed from the query.',
      );
    }
    return [String(hit.position)];
  }
  const identifier = /^\$\[(.*)\]$/.exec(segment)?.[1];
  if (identifier === undefined) return [segment];
  if (!Array.isArray(value)) {
    throw new CommandError(
      'BadValue',
      `The path '${path.join('.')}' must exist as an array to apply array updates`,
    );
  }
  const passes = identifier === '' ? () => true : filters.get(identifier);
  if (passes === undefined) {
    throw new CommandError(
      'BadValue',
      `No array filter found for identifier '${identifier}' in path '${path.join('.')}'`,
    );
  }
  return [...value.keys()].filter((i) => passes(value[i])).map(String);
}

function step(value: Value, segment: string): Value {
  if (Array.isArray(value)) return value[Number(segment)];
  return isDoc(value) ? field(value, segment) : undefined;
}
