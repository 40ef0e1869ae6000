import type { FetchNode } from '@apollo/query-planner';
import { Kind, parse, type SelectionSetNode } from 'graphql';
import { fragmentsOf } from '../fragments.ts';
import { type Conditions, included } from './conditions.ts';

/**
 * Whether `@skip` and `@include` leave nothing of a fetch that its subgraph could be asked for: no root field, or no field of the
 * entities that it is for.
 */
export function asksNothing({ operation, requires }: FetchNode, conditions: Conditions): boolean {
  if (!operation.includes('@')) return false;
  const document = parse(operation, { noLocation: true });
  const fragments = fragmentsOf(document);
  const asks = ({ selections }: SelectionSetNode): boolean =>
    selections.some((selection) => {
      if (!included(selection.directives, conditions)) return false;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        return fragment !== undefined && asks(fragment.selectionSet);
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) return asks(selection.selectionSet);
      return requires && selection.name.value === '_entities' && selection.selectionSet
        ? asks(selection.selectionSet)
        : true;
    });
  return !document.definitions.some(
    (one) => one.kind === Kind.OPERATION_DEFINITION && asks(one.selectionSet),
  );
}
