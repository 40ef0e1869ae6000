import { Kind, parse, type SelectionSetNode } from 'graphql';
import type { LintedField, LintedGraph, LintedType } from './graph.ts';
import { hasDirective } from './graph.ts';

/** An entity: a type that several subgraphs know by a key. */
export interface Entity {
  /** The subgraph that its objects come from; the others only add to them. */
  readonly owner: LintedType;
  /** Fields of its keys, which each subgraph that knows one has. */
  readonly keyFields: ReadonlySet<string>;
}

/**
 * By the name of the type. The owner of an entity is who resolves the most of its fields beside its keys.
 * @param said owners that are other than that, by type.
 */
export function entitiesOf(
  { types }: LintedGraph,
  said: Readonly<Record<string, string>>,
): Map<string, Entity> {
  const bySubgraph = Map.groupBy(types, ({ name }) => name);
  return new Map(
    [...bySubgraph].flatMap(([name, parts]): [string, Entity][] => {
      const keyFields = new Set(parts.flatMap(keyFieldsOf));
      if (keyFields.size === 0) return [];
      const named = parts.find(({ subgraph }) => subgraph === said[name]);
      const [owner] = parts.toSorted((a, b) => ownFields(b, keyFields) - ownFields(a, keyFields));
      return owner ? [[name, { owner: named ?? owner, keyFields }]] : [];
    }),
  );
}

/** Whether the subgraph answers the field itself, and does not only name it. */
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

/** A field set that is none is for composition to refuse. */
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
