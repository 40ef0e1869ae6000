/**
 * When subgraphs share a field but disagree on its possible types, the planner assumes the types that all of
 * them know, and omits the fields of the others. A subgraph that returns an object of another type can
 * resolve these fields in the same fetch, so this module adds them there.
 */

import type { FetchNode, QueryPlan } from '@apollo/query-planner';
import { type FieldNode, Kind, parse, print, type SelectionSetNode, stripIgnoredCharacters } from 'graphql';
import { responseName } from '../model/fieldSets.ts';
import type { SubgraphModel } from '../model/subgraphModel.ts';
import { rewritePlan } from '../prove/planNodes.ts';
import type { Source } from '../prove/simulatedObjects.ts';
import type { Gap } from '../prove/verify.ts';

/** Returns the plan with all gaps closed, or undefined when one cannot be closed this way. */
export function completePlan(
  plan: QueryPlan,
  gaps: readonly Gap[],
  model: SubgraphModel,
): QueryPlan | undefined {
  const additions = new Map<FetchNode, { gap: Gap; source: Source }[]>();
  for (const gap of gaps) {
    const source = [...gap.objects.sources].find(
      ({ fetch }) => !fetch.outputRewrites && isLocal(fetch.serviceName, gap.type, gap.field, model),
    );
    if (!source) return undefined;
    additions.set(source.fetch, [...(additions.get(source.fetch) ?? []), { gap, source }]);
  }
  let complete = true;
  const completed = rewritePlan(plan, {
    fetch(fetch) {
      let one: FetchNode | undefined = fetch;
      for (const { gap, source } of additions.get(fetch) ?? []) one = one && addTo(one, gap, source.path);
      complete &&= one !== undefined;
      return [one ?? fetch];
    },
  });
  return complete ? completed : undefined;
}

/**
 * Returns true when the subgraph resolves the field and all fields below it. Named fragments and variables
 * are not supported.
 */
function isLocal(subgraph: string, type: string, field: FieldNode, model: SubgraphModel): boolean {
  const name = field.name.value;
  if (name === '__typename') return true;
  const { selectionSet: _, ...alone } = field;
  if (print(alone).includes('$')) return false;
  if (!model.answers(subgraph, type, name) || model.required(subgraph, type, name)) return false;
  if (!field.selectionSet) return true;
  const fieldType = model.fieldType(subgraph, type, name);
  if (fieldType === undefined) return false;
  return [...model.possible(subgraph, fieldType)].every((inner) =>
    field.selectionSet?.selections.every(
      (selection) => selection.kind === Kind.FIELD && isLocal(subgraph, inner, selection, model),
    ),
  );
}

function addTo(fetch: FetchNode, { type, field }: Gap, path: readonly string[]): FetchNode | undefined {
  const document = parse(fetch.operation, { noLocation: true });
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return undefined;
  const selectionSet = addAt(operation.selectionSet, fetch.requires ? ['_entities', ...path] : path, {
    kind: Kind.SELECTION_SET,
    selections: [
      {
        kind: Kind.INLINE_FRAGMENT,
        typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
        selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
      },
    ],
  });
  if (!selectionSet) return undefined;
  const text = print({ ...document, definitions: [{ ...operation, selectionSet }] });
  return { ...fetch, operation: stripIgnoredCharacters(text) };
}

/** Returns undefined when the place does not exist, or exists more than once, for several types. */
function addAt(
  set: SelectionSetNode,
  [key, ...rest]: readonly string[],
  added: SelectionSetNode,
): SelectionSetNode | undefined {
  if (key === undefined) return { ...set, selections: [...set.selections, ...added.selections] };
  let found = 0;
  const selections = set.selections.map((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet) return selection;
    const isField = selection.kind === Kind.FIELD;
    if (isField && responseName(selection) !== key) return selection;
    const selectionSet = addAt(selection.selectionSet, isField ? rest : [key, ...rest], added);
    if (!selectionSet) return selection;
    found += 1;
    return { ...selection, selectionSet };
  });
  return found === 1 ? { ...set, selections } : undefined;
}
