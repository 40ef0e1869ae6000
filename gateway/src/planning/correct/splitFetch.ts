/**
 * A representation can hold a field only once: two `@requires` that name it with different arguments need
 * separate representations, and so separate fetches.
 */
import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  stripIgnoredCharacters,
} from 'graphql';
import type { PrivateField } from '../model/prepareSupergraph.ts';
import { queryPlanUnsupported } from '../prove/refusal.ts';

/** Returns the private fields that a subgraph's field requires. */
export type RequiredPrivates = (subgraph: string, type: string, field: string) => ReadonlySet<string>;

type Privates = ReadonlyMap<string, PrivateField>;

export function splitFetch(fetch: FetchNode, privates: Privates, required: RequiredPrivates): FetchNode[] {
  if (!fetch.requires || !isAmbiguous([...privatesIn(fetch.requires, privates)], privates)) return [fetch];
  const { operation, entities } = readEntities(fetch.operation);
  const leaves = flatten(entities.selectionSet?.selections ?? [], []);
  const groups: { needs: Set<string>; leaves: Leaf[] }[] = [];
  for (const leaf of leaves) {
    const needs = leaf.type
      ? required(fetch.serviceName, leaf.type, leaf.field.name.value)
      : new Set<string>();
    const group = groups.find((one) => !isAmbiguous([...new Set([...one.needs, ...needs])], privates));
    if (isAmbiguous([...needs], privates)) throw queryPlanUnsupported(leaf.field.name.value);
    if (group) {
      for (const need of needs) group.needs.add(need);
      group.leaves.push(leaf);
    } else groups.push({ needs: new Set(needs), leaves: [leaf] });
  }
  return groups.map(({ needs, leaves }) => {
    const selections = leaves.map(wrapped);
    const root: OperationDefinitionNode = {
      ...operation,
      selectionSet: {
        ...operation.selectionSet,
        selections: [{ ...entities, selectionSet: { kind: Kind.SELECTION_SET, selections } }],
      },
    };
    const { definition, variables } = withUsedVariables(root);
    return {
      ...fetch,
      operation: stripIgnoredCharacters(print(definition)),
      variableUsages: variables.filter((name) => name !== 'representations'),
      requires: without(fetch.requires ?? [], (name) => privates.has(name) && !needs.has(name)),
    };
  });
}

const isAmbiguous = (names: readonly string[], privates: Privates) =>
  new Set(names.map((name) => privates.get(name)?.name)).size < names.length;

function privatesIn(selections: readonly QueryPlanSelectionNode[], privates: Privates): Set<string> {
  const found = new Set<string>();
  for (const selection of selections) {
    if (selection.kind === 'Field' && privates.has(selection.name)) found.add(selection.name);
    for (const name of privatesIn(selection.selections ?? [], privates)) found.add(name);
  }
  return found;
}

function readEntities(text: string): { operation: OperationDefinitionNode; entities: FieldNode } {
  // The planner is configured not to use named fragments.
  const [operation] = parse(text, { noLocation: true }).definitions;
  const entities =
    operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections[0] : undefined;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || entities?.kind !== Kind.FIELD)
    throw new Error('An entity fetch asks for _entities.');
  return { operation, entities };
}

/** An entity's field, with the fragments that lead to it. */
interface Leaf {
  readonly field: FieldNode;
  readonly fragments: readonly Exclude<SelectionNode, FieldNode>[];
  readonly type: string | undefined;
}

function flatten(selections: readonly SelectionNode[], fragments: Leaf['fragments']): Leaf[] {
  return selections.flatMap((selection): Leaf[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) throw new Error('A fetch was planned with fragments.');
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return flatten(selection.selectionSet.selections, [...fragments, selection]);
    const type = fragments.findLast((one) => one.kind === Kind.INLINE_FRAGMENT && one.typeCondition);
    const name = type?.kind === Kind.INLINE_FRAGMENT ? type.typeCondition?.name.value : undefined;
    return [{ field: selection, fragments, type: name }];
  });
}

function wrapped({ field, fragments }: Leaf): SelectionNode {
  return fragments.reduceRight<SelectionNode>(
    (inner, fragment) =>
      fragment.kind === Kind.INLINE_FRAGMENT
        ? { ...fragment, selectionSet: { kind: Kind.SELECTION_SET, selections: [inner] } }
        : inner,
    field,
  );
}

function withUsedVariables(operation: OperationDefinitionNode) {
  const text = print({ ...operation, variableDefinitions: [] });
  const definitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    new RegExp(`\\$${variable.name.value}\\b`).test(text),
  );
  return {
    definition: { ...operation, variableDefinitions: definitions },
    variables: definitions.map(({ variable }) => variable.name.value),
  };
}

function without(
  selections: readonly QueryPlanSelectionNode[],
  unwanted: (name: string) => boolean,
): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === 'Field' && unwanted(selection.name)) return [];
    if (!selection.selections) return [selection];
    const inner = without(selection.selections, unwanted);
    return inner.length > 0 ? [{ ...selection, selections: inner }] : [];
  });
}
