import type { FetchNode } from '@apollo/query-planner';
import { type FragmentDefinitionNode, Kind, parse, type SelectionSetNode } from 'graphql';

/** What a fetch selects: on the objects where it begins, so below `_entities` where it has representations. */
export function readFetch(fetch: FetchNode): {
  selectionSet: SelectionSetNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
} {
  const { definitions } = parse(fetch.operation, { noLocation: true });
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of definitions)
    if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const operation = definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const [first] = operation?.selectionSet.selections ?? [];
  const entities = first?.kind === Kind.FIELD ? first.selectionSet : undefined;
  const selectionSet = fetch.requires ? entities : operation?.selectionSet;
  if (!selectionSet) throw new Error('A fetch selects nothing.');
  return { selectionSet, fragments };
}
