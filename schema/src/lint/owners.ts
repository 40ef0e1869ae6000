import { Kind, parse, type SelectionSetNode } from 'graphql';
import { UsageError } from '../usageError.ts';
import type { LintedField, LintedGraph, LintedType } from './graph.ts';
import { hasDirective } from './graph.ts';

/** An entity: a type with a key, by which several subgraphs can resolve it. */
export interface Entity {
  /** The subgraph that its objects come from; the others only add to them. */
  readonly owner: LintedType;
  /** The fields of its keys, which every subgraph with the key has. */
  readonly keyFields: ReadonlySet<string>;
}

/**
 * Returns the entities, by the name of the type. The owner of an entity is the subgraph that resolves the
 * most of its fields, not counting keys.
 * @param configured the owners for which that is wrong, by type.
 * @throws UsageError when a configured owner does not have the type.
 */
export function entitiesOf(
  { types }: LintedGraph,
  configured: Readonly<Record<string, string>>,
): Map<string, Entity> {
  const bySubgraph = Map.groupBy(types, ({ name }) => name);
  for (const [type, subgraph] of Object.entries(configured)) {
    if (!bySubgraph.get(type)?.some((part) => part.subgraph === subgraph))
      throw new UsageError(`the rules name ${subgraph} as the owner of ${type}, which it does not have`);
  }
  return new Map(
    [...bySubgraph].flatMap(([name, parts]): [string, Entity][] => {
      const keyFields = new Set(parts.flatMap(keyFieldsOf));
      if (keyFields.size === 0) return [];
      const named = parts.find(({ subgraph }) => subgraph === configured[name]);
      const [owner] = parts.toSorted((a, b) => ownFields(b, keyFields) - ownFields(a, keyFields));
      return owner ? [[name, { owner: named ?? owner, keyFields }]] : [];
    }),
  );
}

/** Returns true when the subgraph resolves the field, and does not only declare it as external. */
export function isResolved(field: LintedField): boolean {
  return !hasDirective(field, 'external');
}

function ownFields({ fields }: LintedType, keyFields: ReadonlySet<string>): number {
  return fields.filter((field) => isResolved(field) && !keyFields.has(field.node.name.value)).length;
}

function keyFieldsOf({ directives }: LintedType): string[] {
  return directives.flatMap(({ name, given }) =>
    name === 'key' && typeof given['fields'] === 'string' ? topFields(given['fields']) : [],
  );
}

/** Returns the top fields of a field set; none for an invalid one, which composition reports. */
function topFields(fieldSet: string): string[] {
  try {
    const [operation] = parse(`{${fieldSet}}`, { noLocation: true }).definitions;
    return operation?.kind === Kind.OPERATION_DEFINITION ? namesIn(operation.selectionSet) : [];
  } catch {
    return [];
  }
}

const namesIn = ({ selections }: SelectionSetNode): string[] =>
  selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : []));
