import {
  type FragmentDefinitionNode,
  type GraphQLFormattedError,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { SubgraphAnswer } from './answer.ts';

/** One fetch of a query plan from a subgraph. */
export interface SubgraphFetch {
  /** The text of one query; it may have fragments. */
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** For the subgraph's log. A joined fetch has none. */
  readonly operationName?: string | undefined;
}

/** The prefix of every name of the n-th fetch, so that no two fetches declare the same name. */
const prefixOf = (n: number) => `e${n}_`;

/**
 * Joins several fetches into one. The root fields, variables and fragments of the n-th are renamed `e<n>_…`:
 * `e0__entities: _entities(representations: $e0_representations) { … }`.
 * @param joinTexts joins the texts; a function that remembers its results avoids parsing them for each
 *   request.
 */
export function joinFetches(
  fetches: readonly SubgraphFetch[],
  joinTexts: (queries: readonly string[]) => string = joinQueries,
): SubgraphFetch {
  const variables = fetches.flatMap((fetch, n) =>
    Object.entries(fetch.variables).map(([name, value]) => [prefixOf(n) + name, value] as const),
  );
  return { query: joinTexts(fetches.map(({ query }) => query)), variables: Object.fromEntries(variables) };
}

/**
 * Splits the answer to a joined fetch into the answers to its parts. An error belongs to the fetch that its
 * path begins in. An error without a path, or with a path that begins in none, goes to all. Locations are
 * omitted, because they refer to a text that no client has.
 * @param count the number of fetches.
 */
export function splitAnswer({ data, errors = [] }: SubgraphAnswer, count: number): SubgraphAnswer[] {
  const owned = errors.map((error) => ownerOf(error, count));
  const fields = Object.entries(data ?? {}).map(([key, value]) => ({ ...readKey(key), value }));
  return Array.from({ length: count }, (_, n) => {
    const own = fields.filter((field) => field.n === n).map(({ key, value }) => [key, value] as const);
    const mine = owned.filter((error) => error.n === n || error.n === null).map(({ error }) => error);
    return { data: data ? Object.fromEntries(own) : null, ...(mine.length > 0 && { errors: mine }) };
  });
}

/** Reads `e1_me` as `me` of the second fetch. A key without a number belongs to no fetch. */
function readKey(key: unknown): { readonly n: number | null; readonly key: string } {
  const [, n, rest] = /^e(\d+)_(.+)$/.exec(String(key)) ?? [];
  return n === undefined || rest === undefined ? { n: null, key: String(key) } : { n: Number(n), key: rest };
}

function ownerOf(
  { locations: _, ...error }: GraphQLFormattedError,
  count: number,
): { readonly n: number | null; readonly error: GraphQLFormattedError } {
  const [root, ...path] = error.path ?? [];
  const { n, key } = readKey(root);
  return n === null || n >= count ? { n: null, error } : { n, error: { ...error, path: [key, ...path] } };
}

/** Joins the texts for `joinFetches`. */
export function joinQueries(queries: readonly string[]): string {
  const parts = queries.map(readQuery);
  const [first] = parts;
  if (!first) throw new Error('There is nothing to join.');
  const operation: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: first.operation.operation,
    variableDefinitions: parts.flatMap(({ operation }) => operation.variableDefinitions ?? []),
    // A plan gives each fetch the directives of the client's operation, so they are all the same.
    directives: first.operation.directives ?? [],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: parts.flatMap(({ operation }) => operation.selectionSet.selections),
    },
  };
  return print({
    kind: Kind.DOCUMENT,
    definitions: [operation, ...parts.flatMap(({ fragments }) => fragments)],
  });
}

interface QueryParts {
  readonly operation: OperationDefinitionNode;
  readonly fragments: readonly FragmentDefinitionNode[];
}

/** Reads the n-th query, and prefixes all of its names. */
function readQuery(query: string, n: number): QueryParts {
  const prefix = prefixOf(n);
  const renamed = <Node extends { readonly name: { readonly value: string } }>(node: Node): Node => ({
    ...node,
    name: { ...node.name, value: prefix + node.name.value },
  });
  const { definitions } = visit(parse(query, { noLocation: true }), {
    Variable: renamed,
    FragmentSpread: renamed,
    FragmentDefinition: renamed,
  });
  const [operation, ...others] = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation?.operation !== 'query' || others.length > 0) {
    throw new Error('Only a single query can be joined with others.');
  }
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const selectionSet = aliasRoots(operation.selectionSet, prefix, fragments);
  return { operation: { ...operation, selectionSet }, fragments: stillUsed(selectionSet, fragments) };
}

/** Makes each fragment at the root inline: its fields are root fields, and get aliases like the others. */
function aliasRoots(
  set: SelectionSetNode,
  prefix: string,
  fragments: readonly FragmentDefinitionNode[],
): SelectionSetNode {
  const selections = set.selections.map((node): SelectionNode => {
    if (node.kind === Kind.FIELD) {
      const value = prefix + (node.alias ?? node.name).value;
      return { ...node, alias: { kind: Kind.NAME, value } };
    }
    if (node.kind === Kind.INLINE_FRAGMENT) {
      return { ...node, selectionSet: aliasRoots(node.selectionSet, prefix, fragments) };
    }
    const fragment = fragments.find(({ name }) => name.value === node.name.value);
    if (!fragment) throw new Error(`There is no fragment ${node.name.value}.`);
    return {
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: fragment.typeCondition,
      ...(node.directives && { directives: node.directives }),
      selectionSet: aliasRoots(fragment.selectionSet, prefix, fragments),
    };
  });
  return { ...set, selections };
}

/**
 * Drops the fragments that were used only at the root: an unused fragment is an error (GraphQL, section
 * 5.5.1.4).
 */
function stillUsed(
  set: SelectionSetNode,
  fragments: readonly FragmentDefinitionNode[],
): FragmentDefinitionNode[] {
  const used = new Set<FragmentDefinitionNode>();
  const look = (node: SelectionSetNode): void => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.find((each) => each.name.value === name.value);
        if (!fragment || used.has(fragment)) return;
        used.add(fragment);
        look(fragment.selectionSet);
      },
    });
  };
  look(set);
  return [...used];
}
