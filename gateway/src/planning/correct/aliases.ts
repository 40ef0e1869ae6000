/**
 * A client may use one field's name as the alias of another: `{ products { upc: name } }`. When a plan needs
 * the real `upc` at that place, as a key or for `@requires`, the planner keeps only one of the two. So such
 * aliases are hidden during planning; afterwards the client's field gets its alias back, and the plan's own
 * field gets a private name.
 */
import type { FetchDataRewrite, FetchNode, QueryPlan } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  Kind,
  parse,
  print,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from 'graphql';
import { fragmentsOf } from '../../operation/fragments.ts';
import { responseName } from '../model/fieldSets.ts';
import { hiddenAlias, isReserved, ownField } from '../model/privateNames.ts';
import { type KeyPath, keysOf, rewritePlan } from '../prove/planNodes.ts';
import { queryPlanUnsupported } from '../prove/refusal.ts';
import { readFromAliases, withRenamers } from './namePrivateFields.ts';

export interface HiddenAliases {
  /** The operation to plan. */
  readonly document: DocumentNode;
  /** Restores the aliases in the operation's plan. */
  restore(plan: QueryPlan): QueryPlan;
}

/**
 * @param document a document with one operation.
 * @param internal the names of fields that plans may fetch for themselves.
 * @throws GraphQLError QUERY_PLAN_UNSUPPORTED for an alias that is reserved for plans, or that is ambiguous
 * at its place.
 */
export function hideAliases(document: DocumentNode, internal: ReadonlySet<string>): HiddenAliases {
  let hides = false;
  const hidden = visit(document, {
    Field(node) {
      const alias = node.alias?.value;
      if (alias === undefined || alias === node.name.value) return undefined;
      if (isReserved(alias)) throw queryPlanUnsupported(alias);
      if (!internal.has(alias)) return undefined;
      hides = true;
      return { ...node, alias: { kind: Kind.NAME, value: hiddenAlias(alias) } };
    },
  });
  if (!hides) return { document, restore: (plan) => plan };
  const places = placesOf(document, internal);
  return { document: hidden, restore: (plan) => restoreAliases(plan, places) };
}

/**
 * The internal names that the client uses as aliases of other fields, by the place: response names joined by
 * dots.
 */
type Places = ReadonlyMap<string, ReadonlySet<string>>;

function placesOf(document: DocumentNode, internal: ReadonlySet<string>): Places {
  const fragments = fragmentsOf(document);
  const taken = new Map<string, Set<string>>();
  const plain = new Map<string, Set<string>>();
  const note = (map: Map<string, Set<string>>, place: string, name: string) =>
    map.set(place, (map.get(place) ?? new Set()).add(name));
  const read = (set: SelectionSetNode, at: readonly string[]): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = responseName(selection);
        const renames = key !== selection.name.value && internal.has(key);
        note(renames ? taken : plain, at.join('.'), key);
        if (selection.selectionSet) read(selection.selectionSet, [...at, key]);
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (fragment) read(fragment.selectionSet, at);
    }
  };
  for (const one of document.definitions)
    if (one.kind === Kind.OPERATION_DEFINITION) read(one.selectionSet, []);
  // The name is the field on one object type and the alias on another, and the plan does not tell which.
  for (const [place, names] of taken)
    for (const name of names) if (plain.get(place)?.has(name)) throw queryPlanUnsupported([place, name]);
  return taken;
}

function restoreAliases(plan: QueryPlan, places: Places): QueryPlan {
  /** Returns the new name for one of the plan's names at a place. */
  const renamed = (key: string, at: KeyPath): string => {
    for (const alias of places.get(at.join('.')) ?? []) {
      if (key === hiddenAlias(alias)) return alias;
      if (key === alias) return ownField(alias);
    }
    return key;
  };

  const inSelections = (set: SelectionSetNode, at: KeyPath): SelectionSetNode => ({
    ...set,
    selections: set.selections.map((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) throw new Error('A fetch was planned with fragments.');
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return { ...selection, selectionSet: inSelections(selection.selectionSet, at) };
      const key = renamed(responseName(selection), at);
      const { selectionSet } = selection;
      return {
        ...withKey(selection, key),
        ...(selectionSet && { selectionSet: inSelections(selectionSet, [...at, key]) }),
      };
    }),
  });

  const inOperation = (fetch: FetchNode, at: KeyPath): string => {
    const [operation] = parse(fetch.operation, { noLocation: true }).definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('A fetch is one operation.');
    let { selectionSet } = operation;
    if (!fetch.requires) selectionSet = inSelections(selectionSet, at);
    else
      selectionSet = {
        ...selectionSet,
        selections: selectionSet.selections.map((entities) =>
          entities.kind === Kind.FIELD && entities.selectionSet
            ? { ...entities, selectionSet: inSelections(entities.selectionSet, at) }
            : entities,
        ),
      };
    return stripIgnoredCharacters(print({ ...operation, selectionSet }));
  };

  const inRewrite = (rewrite: FetchDataRewrite, at: KeyPath): FetchDataRewrite => {
    let place = [...at];
    const path = rewrite.path.map((element) => {
      if (element.startsWith('... on ')) return element;
      const key = renamed(element, place);
      place = [...place, key];
      return key;
    });
    if (rewrite.kind !== 'KeyRenamer') return { ...rewrite, path };
    return { ...rewrite, path, renameKeyTo: renamed(rewrite.renameKeyTo, place.slice(0, -1)) };
  };

  return rewritePlan(plan, {
    path(path, at) {
      let place = [...at];
      return path.map((element) => {
        if (typeof element !== 'string' || element === '@') return element;
        const key = renamed(element, place);
        place = [...place, key];
        return key;
      });
    },
    fetch(fetch, at) {
      const outputRewrites = fetch.outputRewrites?.map((rewrite) => inRewrite(rewrite, at));
      const operation = inOperation(fetch, at);
      const own = { ...fetch, operation, ...(outputRewrites && { outputRewrites }) };
      if (!fetch.requires) return [own];
      const { selections, renamers } = readFromAliases(fetch.requires, (field, within) => {
        const place = [...at, ...keysOf([...within]).filter((key) => !key.startsWith('... on '))];
        const key = field.alias ?? field.name;
        const alias = renamed(key, place);
        return alias === key ? undefined : { name: field.name, alias };
      });
      return [{ ...own, ...withRenamers(fetch, selections, renamers) }];
    },
  });
}

function withKey(field: FieldNode, key: string): FieldNode {
  if (key === responseName(field)) return field;
  const { alias: _, ...plain } = field;
  return key === field.name.value ? plain : { ...plain, alias: { kind: Kind.NAME, value: key } };
}
