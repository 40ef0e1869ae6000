/**
 * The objects that the merged data can hold, known before anything is fetched: their possible types, and the
 * fields of each type by response name, as in the data itself.
 */
import type { FetchNode } from '@apollo/query-planner';
import { type Condition, isCovered } from './conditions.ts';
import { difference, intersection } from './sets.ts';

/** All objects that can be at one place of the merged data. */
export interface SimulatedObjects {
  classes: ObjectClass[];
  /** The fetches that select from these objects. */
  readonly sources: Set<Source>;
}

export interface Source {
  readonly fetch: FetchNode;
  /** The response names from the objects that the fetch starts from. */
  readonly path: readonly string[];
}

/** Object types with the same fields so far. */
export interface ObjectClass {
  readonly types: ReadonlySet<string>;
  readonly slots: Map<string, Slot>;
}

export interface Slot {
  readonly field: string;
  readonly arguments: string;
  /** The conditions under which the field is fetched, any one of which suffices. */
  alternatives: readonly Condition[];
  /** The objects of the field's value; undefined for a leaf. */
  readonly child: SimulatedObjects | undefined;
}

export const TYPENAME_SLOT: Slot = { field: '__typename', arguments: '', alternatives: [], child: undefined };
/** A `__typename` that only names an interface. */
export const INTERFACE_SLOT: Slot = { ...TYPENAME_SLOT, arguments: 'interface' };

export const newObjects = (types: ReadonlySet<string>): SimulatedObjects => ({
  classes: [{ types, slots: new Map() }],
  sources: new Set(),
});

export const typesOf = (objects: SimulatedObjects): Set<string> =>
  new Set(objects.classes.flatMap(({ types }) => [...types]));

/** Returns the classes of these types only; it splits classes that have other types as well. */
export function classesOf(objects: SimulatedObjects, types: ReadonlySet<string>): ObjectClass[] {
  const within: ObjectClass[] = [];
  objects.classes = objects.classes.flatMap((one) => {
    const inside = intersection(one.types, types);
    if (inside.size === 0) return [one];
    if (inside.size === one.types.size) {
      within.push(one);
      return [one];
    }
    const split = { types: inside, slots: copySlots(one.slots) };
    within.push(split);
    return [split, { types: difference(one.types, inside), slots: one.slots }];
  });
  return within;
}

/** Restricts the possible types to these. */
export function restrict(objects: SimulatedObjects, types: ReadonlySet<string>): void {
  const kept = classesOf(objects, types);
  // Two subgraphs that return one object have a type for it in common; if their schemas have none, the first
  // one wins.
  if (kept.length > 0) objects.classes = kept;
}

function copySlots(slots: ReadonlyMap<string, Slot>): Map<string, Slot> {
  return new Map(
    [...slots].map(([name, slot]) => [name, { ...slot, child: slot.child && copy(slot.child) }]),
  );
}

const copy = (objects: SimulatedObjects): SimulatedObjects => ({
  classes: objects.classes.map(({ types, slots }) => ({ types, slots: copySlots(slots) })),
  sources: new Set(objects.sources),
});

/** Adds one more condition under which a field is fetched. */
export function fetchedWhen(slot: Slot, condition: Condition): void {
  if (!isCovered(condition, slot.alternatives)) slot.alternatives = [...slot.alternatives, condition];
}
