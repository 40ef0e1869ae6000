import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { asksNothing } from '@holdfast/kit-graphql/asksNothing';

/** Fetches from one subgraph that the gateway sends in one HTTP request. */
export interface PlannedRequest {
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** 1 for requests sent at once, 2 for those that need a response to one of them, and so on. */
  readonly step: number;
  readonly fetches: readonly FetchNode[];
}

interface Drawn {
  readonly node: FetchNode;
  /** The indexes of the fetches that must finish before. */
  readonly after: readonly number[];
  readonly level: number;
}

/**
 * Returns the requests that the gateway sends for a plan, by the gateway's own rule
 * (`gateway/src/execution/fetchGraph.ts`):
 * - fetches from one subgraph at one step are one request, but each mutation has its own;
 * - a fetch that no other waits for joins a later request to its subgraph;
 * - a fetch of which `@skip` and `@include` leave nothing is not sent.
 *
 * Savings at run time are not counted: the gateway does not send a fetch without entities, and shares equal
 * requests that run at the same time.
 * @param holds returns the value of a condition's variable.
 */
export function requestsOf(plan: QueryPlan, holds: (variable: string) => boolean): PlannedRequest[] {
  const drawn: Drawn[] = [];
  const node = plan.node?.kind === 'Subscription' ? plan.node.primary : plan.node;
  const first = node ? draw(node, [], drawn, holds) : [];
  if (plan.node?.kind === 'Subscription' && plan.node.rest) draw(plan.node.rest, first, drawn, holds);
  const levels = levelsOf(drawn);
  const requests = Map.groupBy(drawn.keys(), (index) => {
    const { node: fetch } = drawn[index] as Drawn;
    return fetch.operationKind === 'query' ? `${levels[index]} ${fetch.serviceName}` : `alone ${index}`;
  });
  return [...requests.values()]
    .map((indexes): PlannedRequest => {
      const fetches = indexes.map((index) => (drawn[index] as Drawn).node);
      const { serviceName, operationKind } = fetches[0] as FetchNode;
      return {
        subgraph: serviceName,
        kind: operationKind,
        step: levels[indexes[0] as number] ?? 1,
        fetches,
      };
    })
    .sort((a, b) => a.step - b.step);
}

/** @returns the indexes of the fetches that must finish before what follows the node. */
function draw(
  node: PlanNode,
  after: readonly number[],
  drawn: Drawn[],
  holds: (variable: string) => boolean,
): readonly number[] {
  switch (node.kind) {
    case 'Fetch': {
      if (asksNothing(node, holds)) return after;
      const level = Math.max(0, ...after.map((index) => drawn[index]?.level ?? 0)) + 1;
      drawn.push({ node, after, level });
      return [drawn.length - 1];
    }
    case 'Flatten':
      return draw(node.node, after, drawn, holds);
    case 'Sequence':
      return node.nodes.reduce((before, child) => draw(child, before, drawn, holds), after);
    case 'Parallel':
      return [...new Set(node.nodes.flatMap((child) => draw(child, after, drawn, holds)))];
    case 'Condition': {
      const clause = holds(node.condition) ? node.ifClause : node.elseClause;
      return clause ? draw(clause, after, drawn, holds) : after;
    }
    case 'Defer':
      throw new Error('The planner returned a plan with @defer, which was not requested.');
  }
}

function levelsOf(drawn: readonly Drawn[]): number[] {
  const deepest = Math.max(0, ...drawn.map(({ level }) => level));
  const latest = drawn.map((_, index) => {
    const next = drawn.filter(({ after }) => after.includes(index)).map(({ level }) => level);
    return next.length > 0 ? Math.min(...next) - 1 : deepest;
  });
  const levels = drawn.map(({ level }) => level);
  const isFixed = drawn.map(
    ({ node, level }, index) => node.operationKind === 'mutation' || latest[index] === level,
  );
  const movable = [...drawn.keys()]
    .filter((index) => !isFixed[index])
    .sort((a, b) => (levels[b] ?? 0) - (levels[a] ?? 0));
  for (const index of movable) {
    const { node, level } = drawn[index] as Drawn;
    const joinable = drawn.flatMap((other, at) =>
      isFixed[at] && other.node.serviceName === node.serviceName ? (levels[at] ?? 0) : [],
    );
    levels[index] = Math.max(level, ...joinable.filter((at) => at > level && at <= (latest[index] ?? level)));
    isFixed[index] = true;
  }
  return levels;
}
