/**
 * A subgraph that declares an interface as an object returns the interface's name as `__typename`. A fetch of
 * an entity from it would overwrite the concrete type, which is already known, so `__typename` is removed
 * from the fetch.
 */
import type { QueryPlan } from '@apollo/query-planner';
import { Kind, parse, print, type SelectionNode, stripIgnoredCharacters } from 'graphql';
import type { SubgraphModel } from '../model/subgraphModel.ts';
import { rewritePlan } from '../prove/planNodes.ts';

export function keepTypenames(plan: QueryPlan, model: SubgraphModel): QueryPlan {
  return rewritePlan(plan, {
    fetch(fetch) {
      if (!fetch.requires || !fetch.operation.includes('__typename')) return [fetch];
      const document = parse(fetch.operation, { noLocation: true });
      const [operation] = document.definitions;
      const [entities] =
        operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
      if (operation?.kind !== Kind.OPERATION_DEFINITION || entities?.kind !== Kind.FIELD) return [fetch];
      const before = entities.selectionSet?.selections ?? [];
      const after = before.map((selection) => withoutTypename(selection, fetch.serviceName, model));
      if (after.every((selection, index) => selection === before[index])) return [fetch];
      const root = { ...entities, selectionSet: { kind: Kind.SELECTION_SET, selections: after } } as const;
      const selectionSet = { ...operation.selectionSet, selections: [root] };
      return [
        {
          ...fetch,
          operation: stripIgnoredCharacters(
            print({ ...document, definitions: [{ ...operation, selectionSet }] }),
          ),
        },
      ];
    },
  });
}

function withoutTypename(selection: SelectionNode, subgraph: string, model: SubgraphModel): SelectionNode {
  if (selection.kind !== Kind.INLINE_FRAGMENT || !selection.typeCondition) return selection;
  if (!model.isInterfaceObject(subgraph, selection.typeCondition.name.value)) return selection;
  const { selections } = selection.selectionSet;
  const left = selections.filter((one) => one.kind !== Kind.FIELD || one.name.value !== '__typename');
  if (left.length === 0 || left.length === selections.length) return selection;
  return { ...selection, selectionSet: { ...selection.selectionSet, selections: left } };
}
