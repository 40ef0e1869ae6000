/**
 * What the merged data can hold, known before anything is fetched: for each object its possible types, and for each of them
 * its fields, where a field is known by its response name as in the data itself.
 */
import type { FetchNode } from '@apollo/query-planner';
import { type Condition, isCovered } from './conditions.ts';
import { difference, intersection } from './sets.ts';

export interface Shape {
  classes: ShapeClass[];
  /** The fetches that select from these objects. */
  readonly sources: Set<Source>;
}

export interface Source {
  readonly fetch: FetchNode;
  /** The response names from where the fetch begins. */
  readonly path: readonly string[];
}

/** Types that are alike so far: each has all of these fields. */
export interface ShapeClass {
  readonly types: ReadonlySet<string>;
  readonly slots: Map<string, Slot>;
}

export interface Slot {
  readonly field: string;
  readonly arguments: string;
  /** When it is fetched: one of these has to hold. */
  alternatives: readonly Condition[];
  /** For objects and lists of them. */
  readonly child: Shape | undefined;
}

export const TYPENAME_SLOT: Slot = { field: '__typename', arguments: '', alternatives: [], child: undefined };
/** The `__typename` that only names an interface. */
export const INTERFACE_SLOT: Slot = { ...TYPENAME_SLOT, arguments: 'interface' };

export const newShape = (types: ReadonlySet<string>): Shape => ({
  classes: [{ types, slots: new Map() }],
  sources: new Set(),
});

export const typesOf = (shape: Shape): Set<string> =>
  new Set(shape.classes.flatMap(({ types }) => [...types]));

/** The classes of just these types; classes with others as well are split. */
export function classesOf(shape: Shape, types: ReadonlySet<string>): ShapeClass[] {
  const within: ShapeClass[] = [];
  shape.classes = shape.classes.flatMap((one) => {
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

/** Nothing but these types is possible any more. */
export function restrict(shape: Shape, types: ReadonlySet<string>): void {
  const kept = classesOf(shape, types);
  // Two subgraphs that give one object have a type for it in common; if the schemas have none, believe the first.
  if (kept.length > 0) shape.classes = kept;
}

function copySlots(slots: ReadonlyMap<string, Slot>): Map<string, Slot> {
  return new Map(
    [...slots].map(([name, slot]) => [name, { ...slot, child: slot.child && copy(slot.child) }]),
  );
}

const copy = (shape: Shape): Shape => ({
  classes: shape.classes.map(({ types, slots }) => ({ types, slots: copySlots(slots) })),
  sources: new Set(shape.sources),
});

/** Adds one more condition under which a field is fetched. */
export function fetchedWhen(slot: Slot, condition: Condition): void {
  if (!isCovered(condition, slot.alternatives)) slot.alternatives = [...slot.alternatives, condition];
}
