/**
 * Where a fragment gives a name to a field that something around it has with another type, as `title: String!` of an object and
 * `title: String` of its interface, the planner gives one of the two an alias, and a rewrite back: a subgraph refuses both under one name
 * (GraphQL specification, section 5.3.2). It does not find the field again in a fragment that has conditions and no type, `... @include(if:
 * $x) { title }`: then the fetch has both, and is refused. Here such fields get their alias.
 */
import type { FetchDataRewrite, FetchNode, QueryPlan } from '@apollo/query-planner';
import { type FieldNode, Kind, parse, print, type SelectionSetNode, stripIgnoredCharacters } from 'graphql';
import { responseName } from '../model/fieldSets.ts';
import { rewritePlan } from '../prove/planNodes.ts';

/** A fragment with conditions and no type, as a fetch has it. */
const BARE_FRAGMENT = /\.\.\.\s*@/;

/** To be called on a plan as the planner made it. */
export const applyLostAliases = (plan: QueryPlan): QueryPlan =>
  rewritePlan(plan, { fetch: (fetch) => [withAliases(fetch)] });

function withAliases(fetch: FetchNode): FetchNode {
  const renamed = (fetch.outputRewrites ?? []).filter((rewrite) => rewrite.kind === 'KeyRenamer');
  if (renamed.length === 0 || !BARE_FRAGMENT.test(fetch.operation)) return fetch;
  const aliases = aliasesByPlace(renamed);

  const inSet = (set: SelectionSetNode, at: string): SelectionSetNode => ({
    ...set,
    selections: set.selections.map((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) throw new Error('A fetch was planned with fragments.');
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const type = selection.typeCondition?.name.value;
        const inner = type === undefined ? at : `${at}/... on ${type}`;
        return { ...selection, selectionSet: inSet(selection.selectionSet, inner) };
      }
      const field = withAlias(selection, aliases.get(`${at}/${responseName(selection)}`));
      if (!field.selectionSet) return field;
      return { ...field, selectionSet: inSet(field.selectionSet, `${at}/${responseName(field)}`) };
    }),
  });

  const document = parse(fetch.operation, { noLocation: true });
  const definitions = document.definitions.map((one) => {
    if (one.kind !== Kind.OPERATION_DEFINITION) return one;
    if (!fetch.requires) return { ...one, selectionSet: inSet(one.selectionSet, '') };
    const selections = one.selectionSet.selections.map((entities) =>
      entities.kind === Kind.FIELD && entities.selectionSet
        ? { ...entities, selectionSet: inSet(entities.selectionSet, '') }
        : entities,
    );
    return { ...one, selectionSet: { ...one.selectionSet, selections } };
  });
  return { ...fetch, operation: stripIgnoredCharacters(print({ ...document, definitions })) };
}

/** By the place and the name that the client sees: where there are several, they are of the same field, and the planner uses the last. */
function aliasesByPlace(renamed: readonly FetchDataRewrite[]): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  for (const rewrite of renamed) {
    if (rewrite.kind !== 'KeyRenamer') continue;
    const place = rewrite.path
      .slice(0, -1)
      .map((element) => `/${element}`)
      .join('');
    aliases.set(`${place}/${rewrite.renameKeyTo}`, rewrite.path.at(-1) ?? rewrite.renameKeyTo);
  }
  return aliases;
}

const withAlias = (field: FieldNode, alias: string | undefined): FieldNode =>
  alias === undefined ? field : { ...field, alias: { kind: Kind.NAME, value: alias } };
