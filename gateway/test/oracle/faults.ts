/** The faults of subgraphs, which do not depend on the requests. */
import { pick } from './hash.ts';

/**
 * A field is null, throws without a code or with one, or has a value that is not of its type; an entity is
 * null.
 */
export type FieldFault = 'null' | 'throw' | 'throwCode' | 'wrong';

/**
 * The way in which a subgraph fails every request: it is unreachable, answers HTTP 500, errors without data,
 * no JSON or no GraphQL; `entities` fails only requests for entities, and all of them.
 */
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

/**
 * Faults as data, for a fixture. The keys of `fields` are `subgraph/Thing:key.field`; the field `@entity`
 * stands for the entity itself. The subgraph `*` stands for all: `truth.ts` can follow a field that is null
 * in every subgraph.
 */
export interface Faults {
  readonly subgraphs: Readonly<Record<string, WholeFault>>;
  readonly fields: Readonly<Record<string, FieldFault>>;
}

export const NO_FAULTS: Faults = { subgraphs: {}, fields: {} };

/** The faults as subgraphs look them up while they answer. */
export interface FaultPlan {
  readonly subgraphs: Readonly<Record<string, WholeFault>>;
  /**
   * True when each field is null in all subgraphs or in none, and nothing else fails, so that there is one
   * correct answer.
   */
  readonly everywhere: boolean;
  /** @param owner the object's key, such as `Product:3`. */
  fieldFault(subgraph: string, owner: string, field: string): FieldFault | undefined;
}

export const planOf = ({ subgraphs, fields }: Faults): FaultPlan => ({
  subgraphs,
  everywhere:
    Object.keys(subgraphs).length === 0 &&
    Object.entries(fields).every(([place, fault]) => place.startsWith(EVERYWHERE) && fault === 'null'),
  fieldFault: (subgraph, owner, field) =>
    fields[`${subgraph}/${owner}.${field}`] ?? fields[`${EVERYWHERE}${owner}.${field}`],
});

const EVERYWHERE = '*/';

export interface RandomFaults extends FaultPlan {
  /** Returns the faults that have occurred so far, as data. */
  met(): Faults;
}

const KINDS: readonly FieldFault[] = ['null', 'null', 'throw', 'throwCode', 'wrong'];

/** @param perMille the share of fields that fail, in thousandths. */
export function randomFaults(
  seed: number,
  perMille: number,
  subgraphs: Readonly<Record<string, WholeFault>>,
): RandomFaults {
  const fields: Record<string, FieldFault> = {};
  return {
    subgraphs,
    everywhere: perMille === 0 && Object.keys(subgraphs).length === 0,
    fieldFault(subgraph, owner, field) {
      const place = `${subgraph}/${owner}.${field}`;
      if (pick(`${seed}|${place}`, 1000) >= perMille) return undefined;
      const kind = KINDS[pick(`${seed}|kind|${place}`, KINDS.length)] ?? 'null';
      fields[place] = kind;
      return kind;
    },
    met: () => ({ subgraphs, fields: { ...fields } }),
  };
}

/**
 * Creates faults that make fields null in every subgraph. @param mayBeLost returns true for the names of
 * fields that may be null, because the consequences of their loss are unambiguous.
 */
export function randomNulls(
  seed: number,
  perMille: number,
  mayBeLost: (field: string) => boolean,
): RandomFaults {
  const fields: Record<string, FieldFault> = {};
  return {
    subgraphs: {},
    everywhere: true,
    fieldFault(_subgraph, owner, field) {
      const place = `${EVERYWHERE}${owner}.${field}`;
      if (!mayBeLost(field) || pick(`${seed}|${place}`, 1000) >= perMille) return undefined;
      fields[place] = 'null';
      return 'null';
    },
    met: () => ({ subgraphs: {}, fields: { ...fields } }),
  };
}
