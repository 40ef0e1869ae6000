/**
 * Goes through a query plan as an executor does, without data: each fetch adds to the shape what it selects, for the
 * types of objects that it can meet. What could put a wrong value into the data or into a representation stops it.
 */
import type { PlanNode } from '@apollo/query-planner';
import type { SubgraphModel } from '../model/subgraphModel.ts';
import { ALWAYS, both, type Condition } from './conditions.ts';
import { fetchInto } from './fetchInto.ts';
import { keysOf } from './planNodes.ts';
import { newShape, type Shape } from './simulatedObjects.ts';

/** @param rootType `Query` or `Mutation`, as the supergraph calls it.
 * @throws GraphQLError QUERY_PLAN_UNSUPPORTED when the plan would mix up values. */
export function simulate(node: PlanNode | undefined, rootType: string, model: SubgraphModel): Shape {
  const root = newShape(new Set([rootType]));
  const run = (
    at: PlanNode,
    shapes: readonly Shape[],
    path: readonly string[],
    condition: Condition,
  ): void => {
    switch (at.kind) {
      case 'Fetch':
        for (const shape of shapes) fetchInto({ fetch: at, shape, path, condition, model });
        return;
      case 'Flatten': {
        const keys = keysOf(at.path);
        run(at.node, follow(shapes, keys), [...path, ...keys], condition);
        return;
      }
      case 'Sequence':
      case 'Parallel':
        for (const one of at.nodes) run(one, shapes, path, condition);
        return;
      case 'Condition':
        for (const [clause, sign] of [
          [at.ifClause, '+'],
          [at.elseClause, '-'],
        ] as const) {
          const inner = both(condition, new Set([`${sign}${at.condition}`]));
          if (clause && inner) run(clause, shapes, path, inner);
        }
        return;
      case 'Defer':
        throw new Error('Plans with @defer are not known here.');
    }
  };
  if (node) run(node, [root], [], ALWAYS);
  return root;
}

/** Where the data under these response names is. One name can stand for more than one shape, by type. */
function follow(shapes: readonly Shape[], keys: readonly string[]): Shape[] {
  let reached = [...shapes];
  for (const key of keys)
    reached = reached.flatMap((shape) =>
      shape.classes.flatMap(({ slots }) => {
        const child = slots.get(key)?.child;
        return child ? [child] : [];
      }),
    );
  return reached;
}
