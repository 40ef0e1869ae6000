/** Finds the entities of a fetch in the data that was fetched before. */
import { type Data, own } from './merge.ts';
import type { Represent, Representations } from './representations.ts';

/**
 * The entities of one fetch: each object once, with the index of its representation or -1 when it has none.
 */
export interface Entities {
  readonly objects: Data[];
  readonly indexes: number[];
}

/**
 * The objects that may be at several places, with the text written for each. When several objects at one path
 * are the same entity and have no fields beyond their representation, one of them replaces the others:
 * fetched data is merged into it once, and it is written once.
 */
export type Shared = Map<Data, Written | null>;

export interface Written {
  /** Identifies the writer of the text. */
  readonly writer: object;
  readonly text: string | null;
}

interface Search {
  readonly path: readonly string[];
  readonly represent: Represent;
  readonly representations: Representations;
  readonly shared: Shared | null;
  readonly found: Entities;
  /** The object that replaces its equals, by the index of its representation. */
  readonly canonical: (Data | undefined)[];
  /** The objects of `canonical`. */
  readonly seen: Set<Data>;
}

/**
 * Finds the objects at a path; nulls are skipped. `@` stands for each item of a list.
 * @param shared null when the objects at this path must stay separate.
 */
export function findEntities(
  root: Data,
  path: readonly string[],
  represent: Represent,
  representations: Representations,
  shared: Shared | null,
): Entities {
  const found: Entities = { objects: [], indexes: [] };
  visit({ path, represent, representations, shared, found, canonical: [], seen: new Set() }, root, 0);
  return found;
}

/** @returns the value to put in this value's place. */
function visit(search: Search, value: unknown, at: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { path } = search;
  if (Array.isArray(value)) {
    const next = path[at] === '@' ? at + 1 : at;
    for (let i = 0; i < value.length; i++) {
      const item = value[i];
      const replacement = visit(search, item, next);
      if (replacement !== item) value[i] = replacement;
    }
    return value;
  }
  const data = value as Data;
  if (at === path.length) return take(search, data);
  const key = path[at] as string;
  const inner = key in Object.prototype ? own(data, key) : data[key];
  const replacement = visit(search, inner, at + 1);
  if (replacement !== inner) data[key] = replacement;
  return data;
}

function take(search: Search, data: Data): Data {
  const { represent, representations, shared, found, canonical, seen } = search;
  const isShared = shared?.has(data) === true;
  // Checked before its representation is written: the object may occur a thousand times.
  if (isShared && seen.has(data)) return data;
  const index = represent.indexOf(data, representations);
  if (shared && index >= 0 && (isShared || represent.isWhole(data))) {
    const other = canonical[index];
    if (other !== undefined) return other;
    canonical[index] = data;
    seen.add(data);
    if (!isShared) shared.set(data, null);
  }
  found.objects.push(data);
  found.indexes.push(index);
  return data;
}
