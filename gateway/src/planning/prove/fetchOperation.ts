import type { FetchNode } from '@apollo/query-planner';
import { Kind, parse, type SelectionSetNode } from 'graphql';
import { type Fragments, fragmentsOf } from '../../operation/fragments.ts';

/**
 * Returns the selection of a fetch on the objects that it starts from: below `_entities` when it has
 * representations.
 */
export function readFetch(fetch: FetchNode): {
  selectionSet: SelectionSetNode;
  fragments: Fragments;
} {
  const document = parse(fetch.operation, { noLocation: true });
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const [first] = operation?.selectionSet.selections ?? [];
  const entities = first?.kind === Kind.FIELD ? first.selectionSet : undefined;
  const selectionSet = fetch.requires ? entities : operation?.selectionSet;
  if (!selectionSet) throw new Error('A fetch selects nothing.');
  return { selectionSet, fragments: fragmentsOf(document) };
}
