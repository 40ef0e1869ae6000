import type { FetchNode, PlanNode, QueryPlan, ResponsePath } from '@apollo/query-planner';

/** The response names from the root to where a plan's node works; list positions (`@`) are left out. */
export type KeyPath = readonly string[];

export const keysOf = (path: ResponsePath): string[] =>
  path.filter((element): element is string => typeof element === 'string' && element !== '@');

/** What to do with a fetch, and with the path that leads to it. */
export interface PlanRewriter {
  /** One fetch may become several, which may run side by side. */
  fetch(fetch: FetchNode, at: KeyPath): readonly FetchNode[];
  path?(path: ResponsePath, at: KeyPath): ResponsePath;
}

/** A copy of a plan with other fetches. Subscriptions are never planned here, nor is `@defer`. */
export function rewritePlan(plan: QueryPlan, rewriter: PlanRewriter): QueryPlan {
  const { node } = plan;
  if (!node || node.kind === 'Subscription') return plan;
  return { ...plan, node: rewriteNode(node, [], rewriter) };
}

function rewriteNode(node: PlanNode, at: KeyPath, rewriter: PlanRewriter): PlanNode {
  switch (node.kind) {
    case 'Fetch':
      return parallel(rewriter.fetch(node, at));
    case 'Flatten': {
      const path = rewriter.path?.(node.path, at) ?? node.path;
      const inner = rewriteNode(node.node, [...at, ...keysOf(path)], rewriter);
      // Each fetch keeps a Flatten of its own: executors need know no other shape than the planner's.
      if (inner.kind !== 'Parallel') return { ...node, path, node: inner };
      return parallel(inner.nodes.map((one) => ({ ...node, path, node: one })));
    }
    case 'Sequence':
      return { ...node, nodes: node.nodes.map((one) => rewriteNode(one, at, rewriter)) };
    case 'Parallel':
      return parallel(node.nodes.map((one) => rewriteNode(one, at, rewriter)));
    case 'Condition':
      return {
        ...node,
        ...(node.ifClause && { ifClause: rewriteNode(node.ifClause, at, rewriter) }),
        ...(node.elseClause && { elseClause: rewriteNode(node.elseClause, at, rewriter) }),
      };
    case 'Defer':
      throw new Error('A plan with @defer cannot be rewritten.');
  }
}

function parallel(nodes: readonly PlanNode[]): PlanNode {
  const [first, ...others] = nodes;
  if (first && others.length === 0) return first;
  return {
    kind: 'Parallel',
    nodes: nodes.flatMap((node) => (node.kind === 'Parallel' ? node.nodes : [node])),
  };
}
