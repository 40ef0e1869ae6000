/**
 * Runs a query plan as an executor does, but without data: each fetch adds the fields that it selects, for
 * the types of objects that it can find. It stops at anything that could put a wrong value into the data or
 * into a representation.
 */
import type { PlanNode } from '@apollo/query-planner';
import type { SubgraphModel } from '../model/subgraphModel.ts';
import { ALWAYS, both, type Condition } from './conditions.ts';
import { fetchInto } from './fetchInto.ts';
import { keysOf } from './planNodes.ts';
import { newObjects, type SimulatedObjects } from './simulatedObjects.ts';

/** @param rootType the supergraph's name for `Query` or `Mutation`.
 * @throws GraphQLError QUERY_PLAN_UNSUPPORTED when the plan would confuse values. */
export function simulate(
  node: PlanNode | undefined,
  rootType: string,
  model: SubgraphModel,
): SimulatedObjects {
  const root = newObjects(new Set([rootType]));
  const run = (
    at: PlanNode,
    places: readonly SimulatedObjects[],
    path: readonly string[],
    condition: Condition,
  ): void => {
    switch (at.kind) {
      case 'Fetch':
        for (const objects of places) fetchInto({ fetch: at, objects, path, condition, model });
        return;
      case 'Flatten': {
        const keys = keysOf(at.path);
        run(at.node, follow(places, keys), [...path, ...keys], condition);
        return;
      }
      case 'Sequence':
      case 'Parallel':
        for (const one of at.nodes) run(one, places, path, condition);
        return;
      case 'Condition':
        for (const [clause, sign] of [
          [at.ifClause, '+'],
          [at.elseClause, '-'],
        ] as const) {
          const inner = both(condition, new Set([`${sign}${at.condition}`]));
          if (clause && inner) run(clause, places, path, inner);
        }
        return;
      case 'Defer':
        throw new Error('Plans with @defer are not supported.');
    }
  };
  if (node) run(node, [root], [], ALWAYS);
  return root;
}

/** Follows response names. One name can lead to several places, one for each class of types. */
function follow(places: readonly SimulatedObjects[], keys: readonly string[]): SimulatedObjects[] {
  let reached = [...places];
  for (const key of keys)
    reached = reached.flatMap((objects) =>
      objects.classes.flatMap(({ slots }) => {
        const child = slots.get(key)?.child;
        return child ? [child] : [];
      }),
    );
  return reached;
}
