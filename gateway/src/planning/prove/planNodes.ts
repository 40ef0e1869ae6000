import type { FetchNode, PlanNode, QueryPlan, ResponsePath } from '@apollo/query-planner';

/** The response names from the root to the place of a plan's node, without list positions (`@`). */
export type KeyPath = readonly string[];

export const keysOf = (path: ResponsePath): string[] =>
  path.filter((element): element is string => typeof element === 'string' && element !== '@');

/** Rewrites fetches and the paths that lead to them. */
export interface PlanRewriter {
  /** Returns the fetches that replace one; they may run in parallel. */
  fetch(fetch: FetchNode, at: KeyPath): readonly FetchNode[];
  path?(path: ResponsePath, at: KeyPath): ResponsePath;
}

/** Copies a plan with rewritten fetches. Subscriptions and `@defer` are never planned here. */
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
      // Each fetch keeps its own Flatten, so that plans have the same structure as the planner's.
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
