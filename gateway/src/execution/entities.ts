/** Finding the entities of a fetch in what was fetched before. */
import { type Data, own } from './merge.ts';
import type { Represent, Representations } from './representations.ts';

/** The entities of one fetch: each object once, with the index of its representation, -1 for one that has none. */
export interface Entities {
  readonly objects: Data[];
  readonly indexes: number[];
}

/**
 * Objects that stand in several places, with what was written of each. Where several objects at one path are the same entity,
 * and no more is known of them than that, one of them takes the place of all: what is fetched is merged into it once, and it is
 * written once.
 */
export type Shared = Map<Data, Written | null>;

export interface Written {
  /** Who wrote it. */
  readonly writer: object;
  readonly text: string | null;
}

interface Search {
  readonly path: readonly string[];
  readonly represent: Represent;
  readonly representations: Representations;
  readonly shared: Shared | null;
  readonly found: Entities;
  /** By the index of the representation. */
  readonly standing: (Data | undefined)[];
  /** Those that stand. */
  readonly seen: Set<Data>;
}

/**
 * Finds what stands at the path; nothing for what is null. `@` is each item of a list.
 * @param shared null where objects of this path must stay apart.
 */
export function findEntities(
  root: Data,
  path: readonly string[],
  represent: Represent,
  representations: Representations,
  shared: Shared | null,
): Entities {
  const found: Entities = { objects: [], indexes: [] };
  visit({ path, represent, representations, shared, found, standing: [], seen: new Set() }, root, 0);
  return found;
}

/** @returns what is to stand in the value's place. */
function visit(search: Search, value: unknown, at: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { path } = search;
  if (Array.isArray(value)) {
    const next = path[at] === '@' ? at + 1 : at;
    for (let i = 0; i < value.length; i++) {
      const item = value[i];
      const standing = visit(search, item, next);
      if (standing !== item) value[i] = standing;
    }
    return value;
  }
  const data = value as Data;
  if (at === path.length) return take(search, data);
  const key = path[at] as string;
  const inner = key in Object.prototype ? own(data, key) : data[key];
  const standing = visit(search, inner, at + 1);
  if (standing !== inner) data[key] = standing;
  return data;
}

function take(search: Search, data: Data): Data {
  const { represent, representations, shared, found, standing, seen } = search;
  const isShared = shared?.has(data) === true;
  // Before its representation is made: it may be here a thousand times.
  if (isShared && seen.has(data)) return data;
  const index = represent.indexOf(data, representations);
  if (shared && index >= 0 && (isShared || represent.isWhole(data))) {
    const other = standing[index];
    if (other !== undefined) return other;
    standing[index] = data;
    seen.add(data);
    if (!isShared) shared.set(data, null);
  }
  found.objects.push(data);
  found.indexes.push(index);
  return data;
}
