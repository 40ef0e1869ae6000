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

/**
 * Faults as data, for a fixture. `fields` by `subgraph/Thing:key.field`; the field `@entity` is the entity itself. The subgraph
 * `*` is all of them: a field that is null wherever it is asked for is a fault that `truth.ts` can follow.
 */
export interface Faults {
  readonly subgraphs: Readonly<Record<string, WholeFault>>;
  readonly fields: Readonly<Record<string, FieldFault>>;
}

export const NO_FAULTS: Faults = { subgraphs: {}, fields: {} };

/** What subgraphs ask while they answer. */
export interface FaultPlan {
  readonly subgraphs: Readonly<Record<string, WholeFault>>;
  /** Whether each field is null everywhere or nowhere, and nothing else goes wrong: there is one right answer then. */
  readonly everywhere: boolean;
  /** @param owner the thing's key, as `Product:3`. */
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

/** Fields that are null in every subgraph. @param mayBeLost which fields those are, by name: what loses them is then clear. */
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
