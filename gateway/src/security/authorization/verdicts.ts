import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isUnionType,
} from 'graphql';
import type { Grants } from './grants.ts';
import { isMet, type Requirements } from './requirements.ts';

/**
 * Whether a field is allowed. For a field of an interface that only some objects allow: the names of those
 * objects.
 */
export type Verdict = 'allowed' | 'forbidden' | readonly string[];

/** Decides on the fields of an operation. */
export interface Verdicts {
  of(parent: GraphQLCompositeType, field: FieldNode): Verdict;
}

/**
 * Creates the verdicts for callers with the same grants; each decision is remembered. A field is allowed for
 * callers who meet the requirements of the field, of its object, and of the type that it returns.
 */
export function createVerdicts(requirements: Requirements, schema: GraphQLSchema, grants: Grants): Verdicts {
  const verdicts = new Map<string, Verdict>();
  const met = (coordinate: string) =>
    (requirements.get(coordinate) ?? []).every((requirement) => isMet(requirement, grants));

  const decide = (parent: GraphQLCompositeType, field: string): Verdict => {
    if (field.startsWith('__') || parent.name.startsWith('__') || isUnionType(parent)) return 'allowed';
    if (isAbstractType(parent)) {
      const objects = schema.getPossibleTypes(parent);
      const allowed = objects.filter((object) => verdictOf(object, field) === 'allowed');
      if (allowed.length === objects.length) return 'allowed';
      return allowed.length === 0 ? 'forbidden' : allowed.map(({ name }) => name);
    }
    const type = parent.getFields()[field]?.type;
    const given = type ? getNamedType(type).name : '';
    return met(parent.name) && met(`${parent.name}.${field}`) && met(given) ? 'allowed' : 'forbidden';
  };

  const verdictOf = (parent: GraphQLCompositeType, field: string): Verdict => {
    const coordinate = `${parent.name}.${field}`;
    const remembered = verdicts.get(coordinate);
    if (remembered) return remembered;
    const verdict = decide(parent, field);
    verdicts.set(coordinate, verdict);
    return verdict;
  };
  return { of: (parent, field) => verdictOf(parent, field.name.value) };
}
