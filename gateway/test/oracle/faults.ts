/** What goes wrong in subgraphs: the same whatever requests are made of them. */
import { pick } from './hash.ts';

/** A field is null, throws without a code or with one, or gives a value that is none of its type; an entity is null. */
export type FieldFault = 'null' | 'throw' | 'throwCode' | 'wrong';

/** How a subgraph fails every request: it can't be reached, HTTP 500, errors without data, no JSON, no GraphQL;
 * `entities` fails only what asks for entities, all of them. */
export const WHOLE_FAULTS = [
  'unreachable',
  'http500',
  'errors',
  'entities',
  'notJson',
  'notGraphql',
  'dataNull',
] as const;
export type WholeFault = (typeof WHOLE_FAULTS)[number];

/** Faults as data, for a fixture. `fields` by `subgraph/Thing:key.field`; the field `@entity` is the entity itself. */
export interface Faults {
  readonly subgraphs: Readonly<Record<string, WholeFault>>;
  readonly fields: Readonly<Record<string, FieldFault>>;
}

export const NO_FAULTS: Faults = { subgraphs: {}, fields: {} };

/** What subgraphs ask while they answer. */
export interface FaultPlan {
  readonly subgraphs: Readonly<Record<string, WholeFault>>;
  /** @param place as in `Faults.fields`. */
  fieldFault(place: string): FieldFault | undefined;
}

export const planOf = ({ subgraphs, fields }: Faults): FaultPlan => ({
  subgraphs,
  fieldFault: (place) => fields[place],
});

export interface RandomFaults extends FaultPlan {
  /** Those met so far, as data. */
  met(): Faults;
}

const KINDS: readonly FieldFault[] = ['null', 'null', 'throw', 'throwCode', 'wrong'];

/** @param perMille of fields that fail. */
export function randomFaults(
  seed: number,
  perMille: number,
  subgraphs: Readonly<Record<string, WholeFault>>,
): RandomFaults {
  const fields: Record<string, FieldFault> = {};
  return {
    subgraphs,
    fieldFault(place) {
      if (pick(`${seed}|${place}`, 1000) >= perMille) return undefined;
      const kind = KINDS[pick(`${seed}|kind|${place}`, KINDS.length)] ?? 'null';
      fields[place] = kind;
      return kind;
    },
    met: () => ({ subgraphs, fields: { ...fields } }),
  };
}
