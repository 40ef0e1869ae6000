/**
 * Replaces the private fields of a prepared supergraph by the real ones: in the fetch that reads one, the
 * private name becomes an alias; in the representation of the fetch that requires it, the field is read from
 * that alias under its real name.
 */
import type {
  FetchDataKeyRenamer,
  FetchNode,
  QueryPlan,
  QueryPlanFieldNode,
  QueryPlanSelectionNode,
} from '@apollo/query-planner';
import { Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type { PrivateField } from '../model/prepareSupergraph.ts';
import { rewritePlan } from '../prove/planNodes.ts';
import { type RequiredPrivates, splitFetch } from './splitFetch.ts';

export function namePrivateFields(
  plan: QueryPlan,
  privateFields: ReadonlyMap<string, PrivateField>,
  required: RequiredPrivates,
): QueryPlan {
  if (privateFields.size === 0) return plan;
  return rewritePlan(plan, {
    fetch: (fetch) => splitFetch(fetch, privateFields, required).map((one) => renameIn(one, privateFields)),
  });
}

function renameIn(fetch: FetchNode, privateFields: ReadonlyMap<string, PrivateField>): FetchNode {
  const operation = nameInOperation(fetch.operation, privateFields);
  if (!fetch.requires) return { ...fetch, operation };
  const { selections, renamers } = readFromAliases(fetch.requires, ({ name }) => {
    const field = privateFields.get(name);
    return field && { name: field.name, alias: name };
  });
  return { ...fetch, operation, ...withRenamers(fetch, selections, renamers) };
}

function nameInOperation(text: string, privateFields: ReadonlyMap<string, PrivateField>): string {
  let changed = false;
  const document = visit(parse(text, { noLocation: true }), {
    Field(node) {
      const field = privateFields.get(node.name.value);
      if (!field) return undefined;
      changed = true;
      return {
        ...node,
        alias: node.alias ?? node.name,
        name: { kind: Kind.NAME, value: field.name },
        arguments: field.arguments,
      };
    },
  });
  return changed ? stripIgnoredCharacters(print(document)) : text;
}

export interface Source {
  readonly name: string;
  readonly alias: string;
}

/**
 * Lets representations read some fields from an alias. `@apollo/gateway` needs the renamers as well; the
 * deepest come first, because each path has the names before renaming.
 */
export function readFromAliases(
  requires: readonly QueryPlanSelectionNode[],
  sourceOf: (field: QueryPlanFieldNode, at: readonly string[]) => Source | undefined,
  at: readonly string[] = [],
): { selections: QueryPlanSelectionNode[]; renamers: FetchDataKeyRenamer[] } {
  const renamers: FetchDataKeyRenamer[] = [];
  const renamed = (selection: QueryPlanSelectionNode): QueryPlanSelectionNode => {
    if (selection.kind === 'InlineFragment') {
      const path = selection.typeCondition ? [...at, `... on ${selection.typeCondition}`] : at;
      const inner = readFromAliases(selection.selections, sourceOf, path);
      renamers.push(...inner.renamers);
      return { ...selection, selections: inner.selections };
    }
    const source = sourceOf(selection, at);
    const field = source ? { ...selection, ...source } : selection;
    const key = field.alias ?? field.name;
    const path = [...at, key];
    const inner = selection.selections && readFromAliases(selection.selections, sourceOf, path);
    if (inner) renamers.push(...inner.renamers);
    if (source) renamers.push({ kind: 'KeyRenamer', path, renameKeyTo: source.name });
    return inner ? { ...field, selections: inner.selections } : field;
  };
  return { selections: requires.map(renamed), renamers };
}

/** Adds renamers before the planner's own rewrites, which may change the type names in the paths. */
export function withRenamers(
  fetch: FetchNode,
  requires: QueryPlanSelectionNode[],
  renamers: readonly FetchDataKeyRenamer[],
): Pick<FetchNode, 'requires' | 'inputRewrites'> {
  if (renamers.length === 0) return { requires };
  return { requires, inputRewrites: [...renamers, ...(fetch.inputRewrites ?? [])] };
}
