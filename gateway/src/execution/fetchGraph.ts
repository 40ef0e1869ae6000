/**
 * Turns a query plan into a graph of fetches: how they depend on one another, and which of them share a
 * request.
 */
import type { FetchNode, PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';
import { asksNothing } from '@holdfast/kit-graphql/asksNothing';
import { at } from './at.ts';
import type { Conditions } from './conditions.ts';

/** One fetch of the plan. */
export interface Fetch {
  readonly node: FetchNode;
  /**
   * The path of its entities, or of the object that it adds to, in the response; `@` stands for each item of
   * a list.
   */
  readonly path: readonly string[];
  /** The number of fetches that must end before it starts. */
  readonly dependencies: number;
  /** The indexes of the fetches that wait for it. */
  readonly dependents: readonly number[];
  /** The index of the request that it is a part of. */
  readonly request: number;
  /**
   * True when equal entities at its path may become one object: no other fetch will add to them through their
   * parents.
   */
  readonly mayShare: boolean;
}

/** The fetches from one subgraph that share a request. */
export interface RequestGroup {
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation';
  /** The indexes of its fetches. */
  readonly fetches: readonly number[];
}

export interface FetchGraph {
  readonly fetches: readonly Fetch[];
  readonly requests: readonly RequestGroup[];
}

interface Draft {
  readonly node: FetchNode;
  readonly path: readonly string[];
  readonly after: readonly number[];
  /** The length of the longest chain of fetches that ends with it. */
  readonly level: number;
}

/**
 * Builds the graph. Fetches from one subgraph at one level share a request. A fetch that can wait is deferred
 * to a later level with another request to its subgraph: the response takes no longer, and the subgraph gets
 * one request less.
 * @param conditions the values for `@skip` and `@include`. A fetch of which they leave nothing is dropped.
 */
export function buildFetchGraph(plan: QueryPlan, conditions: Conditions): FetchGraph {
  const drafts: Draft[] = [];
  if (plan.node) addNode(plan.node, [], [], { drafts, conditions });
  const dependents = drafts.map(() => [] as number[]);
  for (const [index, { after }] of drafts.entries())
    for (const each of after) at(dependents, each).push(index);
  const levels = placeLevels(drafts, dependents);

  const requests: { subgraph: string; kind: 'query' | 'mutation'; fetches: number[] }[] = [];
  const byKey = new Map<string, number>();
  const requestOf = drafts.map(({ node }, index) => {
    const kind = node.operationKind === 'mutation' ? 'mutation' : 'query';
    const key = kind === 'mutation' ? `mutation ${index}` : `${at(levels, index)} ${node.serviceName}`;
    const request = byKey.get(key) ?? requests.length;
    byKey.set(key, request);
    requests[request] ??= { subgraph: node.serviceName, kind, fetches: [] };
    requests[request].fetches.push(index);
    return request;
  });
  const fetches = drafts.map(({ node, path, after }, index) => ({
    node,
    path,
    dependencies: after.length,
    dependents: at(dependents, index),
    request: at(requestOf, index),
    mayShare: mayShare(drafts, index),
  }));
  return { fetches, requests };
}

interface Building {
  readonly drafts: Draft[];
  readonly conditions: Conditions;
}

/** Adds a node's fetches. @returns the indexes of the fetches that the nodes after it wait for. */
function addNode(
  node: PlanNode | SubscriptionNode,
  path: readonly string[],
  after: readonly number[],
  building: Building,
): readonly number[] {
  switch (node.kind) {
    case 'Fetch': {
      if (asksNothing(node, (variable) => building.conditions.get(variable) === true)) return after;
      const levels = after.map((index) => at(building.drafts, index).level);
      building.drafts.push({ node, path, after, level: Math.max(0, ...levels) + 1 });
      return [building.drafts.length - 1];
    }
    case 'Flatten':
      return addNode(node.node, [...path, ...node.path.map(String)], after, building);
    case 'Sequence':
      return node.nodes.reduce((before, child) => addNode(child, path, before, building), after);
    case 'Parallel':
      return [...new Set(node.nodes.flatMap((child) => addNode(child, path, after, building)))];
    case 'Condition': {
      const clause = building.conditions.get(node.condition) === true ? node.ifClause : node.elseClause;
      return clause ? addNode(clause, path, after, building) : after;
    }
    case 'Defer':
    case 'Subscription':
      throw new Error(`A plan with a ${node.kind} node is not supported.`);
  }
}

function placeLevels(drafts: readonly Draft[], dependents: readonly (readonly number[])[]): number[] {
  const last = Math.max(0, ...drafts.map(({ level }) => level));
  const latest = drafts.map((_, index) => {
    const next = at(dependents, index).map((each) => at(drafts, each).level);
    return next.length > 0 ? Math.min(...next) - 1 : last;
  });
  const levels = drafts.map(({ level }) => level);
  const placed = drafts.map(
    ({ node, level }, index) => node.operationKind === 'mutation' || at(latest, index) === level,
  );
  const movable = drafts.map((_, index) => index).filter((index) => !placed[index]);
  for (const index of movable.sort((a, b) => at(levels, b) - at(levels, a))) {
    const { node, level } = at(drafts, index);
    const isJoinable = (other: Draft, place: number) =>
      at(placed, place) && other.node.serviceName === node.serviceName;
    const joinable = drafts
      .flatMap((other, place) => (isJoinable(other, place) ? at(levels, place) : []))
      .filter((one) => one > level && one <= at(latest, index));
    levels[index] = Math.max(level, ...joinable);
    placed[index] = true;
  }
  return levels;
}

/**
 * Returns false when an unfinished fetch with a shorter path, on the way to this one's, could add to the
 * entities data that depends on their parents.
 */
function mayShare(drafts: readonly Draft[], index: number): boolean {
  const { path, after } = at(drafts, index);
  const over = new Set<number>();
  const addAll = (indexes: readonly number[]): void => {
    for (const each of indexes) {
      if (over.has(each)) continue;
      over.add(each);
      addAll(at(drafts, each).after);
    }
  };
  addAll(after);
  return drafts.every((other, place) => {
    const around = other.path.length < path.length && other.path.every((key, i) => key === path[i]);
    const next = path.slice(other.path.length).find((key) => key !== '@');
    return place === index || over.has(place) || !around || next === undefined || !selects(other.node, next);
  });
}

/** Returns true when the fetch selects this response key at any depth. */
function selects({ operation }: FetchNode, key: string): boolean {
  return new RegExp(`\\b${key}\\b`).test(operation);
}
