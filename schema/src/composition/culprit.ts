import { type ASTNode, type DocumentNode, Kind, visit } from 'graphql';

/** The parts that can be removed from a document. */
const PARTS = [
  'definitions',
  'operationTypes',
  'interfaces',
  'directives',
  'fields',
  'values',
  'types',
  'arguments',
] as const;

/**
 * Finds the cause of a failure: the smallest part of a document without which it does not fail, or the later
 * of two such parts. The number of trials is about twice the logarithm of the document's size, so it is meant
 * for failures without a place.
 * @param fails returns true when a document fails in that way.
 * @returns undefined when the document itself does not fail, or fails even without all its parts.
 */
export function culpritIn(
  document: DocumentNode,
  fails: (document: DocumentNode) => boolean,
): ASTNode | undefined {
  const removed = new Set<ASTNode>();
  const failsWithout = (nodes: readonly ASTNode[]) =>
    fails(without(document, new Set([...removed, ...nodes])));
  if (!failsWithout([])) return undefined;
  let found: ASTNode = document;
  for (;;) {
    let list = partsOf(found);
    if (list.length === 0 || failsWithout(list)) return found === document ? undefined : found;
    while (list.length > 1) {
      const [first, second] = halvesOf(list);
      if (failsWithout(second)) {
        for (const node of second) removed.add(node);
        list = first;
      } else {
        list = second;
      }
    }
    const [only] = list;
    if (!only) return undefined;
    found = only;
  }
}

function without(document: DocumentNode, removed: ReadonlySet<ASTNode>): DocumentNode {
  return visit(document, { enter: (node) => (removed.has(node) ? null : undefined) });
}

function partsOf(node: ASTNode): readonly ASTNode[] {
  // An argument of a directive cannot be wrong without the directive.
  if (node.kind === Kind.DIRECTIVE) return [];
  const lists = node as { readonly [K in (typeof PARTS)[number]]?: readonly ASTNode[] };
  return PARTS.flatMap((part) => lists[part] ?? []);
}

function halvesOf(list: readonly ASTNode[]): [readonly ASTNode[], readonly ASTNode[]] {
  const half = Math.floor(list.length / 2);
  return [list.slice(0, half), list.slice(half)];
}
