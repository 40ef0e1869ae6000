/** A query plan as a graph of fetches: which must be over before which begins, and which become one request. */
import type { FetchNode, PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';
import { asksNothing } from '@holdfast/kit-graphql/asksNothing';
import { at } from './at.ts';
import type { Conditions } from './conditions.ts';

/** One fetch of the plan. */
export interface Fetch {
  readonly node: FetchNode;
  /** Where its entities, or the object that it adds to, are in the response; `@` stands for each item of a list. */
  readonly path: readonly string[];
  /** How many fetches must be over before it begins. */
  readonly dependencies: number;
  /** Those that wait for it. */
  readonly dependents: readonly number[];
  /** The request that it is a part of. */
  readonly request: number;
  /** Whether equal entities at its path may be one object: nothing is put into them from outside of them any more. */
  readonly mayShare: boolean;
}

/** Fetches of one subgraph that are asked together. */
export interface RequestGroup {
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation';
  /** Indexes of its fetches. */
  readonly fetches: readonly number[];
}

export interface FetchGraph {
  readonly fetches: readonly Fetch[];
  readonly requests: readonly RequestGroup[];
}

interface Drawn {
  readonly node: FetchNode;
  readonly path: readonly string[];
  readonly after: readonly number[];
  /** How many fetches in a row must be over before it begins. */
  readonly level: number;
}

/**
 * @param conditions what `@skip` and `@include` say. A fetch of which they leave nothing is none.
 * Fetches of one subgraph at one level are one request. One that others do not wait for is put off to a later level
 * where its subgraph is asked anyhow: the answer comes no later for it, and the subgraph is asked once less.
 */
export function drawFetchGraph(plan: QueryPlan, conditions: Conditions): FetchGraph {
  const drawn: Drawn[] = [];
  if (plan.node) draw(plan.node, [], [], { drawn, conditions });
  const dependents = drawn.map(() => [] as number[]);
  for (const [index, { after }] of drawn.entries())
    for (const each of after) at(dependents, each).push(index);
  const levels = placeLevels(drawn, dependents);

  const requests: { subgraph: string; kind: 'query' | 'mutation'; fetches: number[] }[] = [];
  const byKey = new Map<string, number>();
  const requestOf = drawn.map(({ node }, index) => {
    const kind = node.operationKind === 'mutation' ? 'mutation' : 'query';
    const key = kind === 'mutation' ? `mutation ${index}` : `${at(levels, index)} ${node.serviceName}`;
    const request = byKey.get(key) ?? requests.length;
    byKey.set(key, request);
    requests[request] ??= { subgraph: node.serviceName, kind, fetches: [] };
    requests[request].fetches.push(index);
    return request;
  });
  const fetches = drawn.map(({ node, path, after }, index) => ({
    node,
    path,
    dependencies: after.length,
    dependents: at(dependents, index),
    request: at(requestOf, index),
    mayShare: mayShare(drawn, index),
  }));
  return { fetches, requests };
}

interface Drawing {
  readonly drawn: Drawn[];
  readonly conditions: Conditions;
}

/** @returns what must be over before that which comes after the node. */
function draw(
  node: PlanNode | SubscriptionNode,
  path: readonly string[],
  after: readonly number[],
  drawing: Drawing,
): readonly number[] {
  switch (node.kind) {
    case 'Fetch': {
      if (asksNothing(node, (variable) => drawing.conditions.get(variable) === true)) return after;
      const levels = after.map((index) => at(drawing.drawn, index).level);
      drawing.drawn.push({ node, path, after, level: Math.max(0, ...levels) + 1 });
      return [drawing.drawn.length - 1];
    }
    case 'Flatten':
      return draw(node.node, [...path, ...node.path.map(String)], after, drawing);
    case 'Sequence':
      return node.nodes.reduce((before, child) => draw(child, path, before, drawing), after);
    case 'Parallel':
      return [...new Set(node.nodes.flatMap((child) => draw(child, path, after, drawing)))];
    case 'Condition': {
      const clause = drawing.conditions.get(node.condition) === true ? node.ifClause : node.elseClause;
      return clause ? draw(clause, path, after, drawing) : after;
    }
    case 'Defer':
    case 'Subscription':
      throw new Error(`A plan with a ${node.kind} node was not asked for.`);
  }
}

function placeLevels(drawn: readonly Drawn[], dependents: readonly (readonly number[])[]): number[] {
  const last = Math.max(0, ...drawn.map(({ level }) => level));
  const latest = drawn.map((_, index) => {
    const next = at(dependents, index).map((each) => at(drawn, each).level);
    return next.length > 0 ? Math.min(...next) - 1 : last;
  });
  const levels = drawn.map(({ level }) => level);
  const placed = drawn.map(
    ({ node, level }, index) => node.operationKind === 'mutation' || at(latest, index) === level,
  );
  const movable = drawn.map((_, index) => index).filter((index) => !placed[index]);
  for (const index of movable.sort((a, b) => at(levels, b) - at(levels, a))) {
    const { node, level } = at(drawn, index);
    const isJoinable = (other: Drawn, place: number) =>
      at(placed, place) && other.node.serviceName === node.serviceName;
    const joinable = drawn
      .flatMap((other, place) => (isJoinable(other, place) ? at(levels, place) : []))
      .filter((one) => one > level && one <= at(latest, index));
    levels[index] = Math.max(level, ...joinable);
    placed[index] = true;
  }
  return levels;
}

/**
 * A fetch at the beginning of this one's path, which is not over before it, could put something into its entities that depends
 * on what is around them.
 */
function mayShare(drawn: readonly Drawn[], index: number): boolean {
  const { path, after } = at(drawn, index);
  const over = new Set<number>();
  const addAll = (indexes: readonly number[]): void => {
    for (const each of indexes) {
      if (over.has(each)) continue;
      over.add(each);
      addAll(at(drawn, each).after);
    }
  };
  addAll(after);
  return drawn.every((other, place) => {
    const around = other.path.length < path.length && other.path.every((key, i) => key === path[i]);
    const next = path.slice(other.path.length).find((key) => key !== '@');
    return place === index || over.has(place) || !around || next === undefined || !selects(other.node, next);
  });
}

/** Whether the fetch asks for a field of this response key, wherever in it. */
function selects({ operation }: FetchNode, key: string): boolean {
  return new RegExp(`\\b${key}\\b`).test(operation);
}
