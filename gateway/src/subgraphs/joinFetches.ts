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

/** What one fetch of a query plan asks a subgraph. */
export interface SubgraphFetch {
  /** One query; it may have fragments. */
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** For the subgraph's log; a joined fetch has none. */
  readonly operationName?: string | undefined;
}

/** Every name of the n-th fetch begins with it: what it declares cannot meet what another declares. */
const prefixOf = (n: number) => `e${n}_`;

/**
 * One fetch for several. The root fields, variables and fragments of the n-th are renamed `e<n>_…`:
 * `e0__entities: _entities(representations: $e0_representations) { … }`.
 * @param joinTexts what joins the texts; one that remembers keeps them from being parsed again for each request.
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
 * The answer of a joined fetch as answers of the fetches that it was joined from. An error belongs to the one that its
 * path begins in; one without a path, or with one that begins in none, is given to all. Locations are left out: they are
 * those of a text that nobody has.
 * @param count of the fetches.
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

/** `e1_me` is `me` of the second fetch; what has no number is nobody's. */
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

/** The text of `joinFetches`. */
export function joinQueries(queries: readonly string[]): string {
  const parts = queries.map(readQuery);
  const [first] = parts;
  if (!first) throw new Error('There is nothing to join.');
  const operation: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: first.operation.operation,
    variableDefinitions: parts.flatMap(({ operation }) => operation.variableDefinitions ?? []),
    // A plan gives each fetch those of the client's operation: they are the same.
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

/** The n-th query, with all of its names made its own. */
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

/** A fragment at the root becomes an inline one: its fields are root fields, and get their alias like the others. */
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

/** Without those that only stood at the root: a fragment that nothing uses is an error (GraphQL, section 5.5.1.4). */
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
