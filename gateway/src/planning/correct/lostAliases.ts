/**
 * When a fragment selects a field that also occurs around it with another type, such as `title: String!` of
 * an object and `title: String` of its interface, the planner gives one of the two an alias and adds a
 * rewrite back, because a subgraph refuses both under one name (GraphQL specification, section 5.3.2). It
 * misses the field in a fragment with conditions but without a type, `... @include(if: $x) { title }`: then
 * the fetch has both, and the subgraph refuses it. This module adds the alias there.
 */
import type { FetchDataRewrite, FetchNode, QueryPlan } from '@apollo/query-planner';
import { type FieldNode, Kind, parse, print, type SelectionSetNode, stripIgnoredCharacters } from 'graphql';
import { responseName } from '../model/fieldSets.ts';
import { rewritePlan } from '../prove/planNodes.ts';

/** Matches a fragment with conditions but without a type in a fetch. */
const BARE_FRAGMENT = /\.\.\.\s*@/;

/** Adds the missing aliases. Call it on the planner's plan before any other change. */
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

/**
 * Returns the aliases by the place and the name that the client sees. Several of one place are of the same
 * field; the planner uses the last.
 */
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
