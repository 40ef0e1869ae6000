/**
 * Lets `@apollo/gateway` execute our plans. It has no option for another planner, but looks for a plan in a
 * cache before it plans: this cache creates the plans that it lacks. Its key is a hash, so an
 * AsyncLocalStorage passes the operation of the current request.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { ApolloGateway } from '@apollo/gateway';
import type { QueryPlan, QueryPlannerConfig } from '@apollo/query-planner';
import { withoutIntrospection } from '@holdfast/kit-graphql/withoutIntrospection';
import { type DocumentNode, GraphQLError, Kind, type OperationDefinitionNode } from 'graphql';
import type { GatewayContext } from '../operation/context.ts';
import type { Overrides } from '../overrides/overrides.ts';
import type { PlanSource } from '../planning/thread/planSource.ts';
import { addIntrospection } from './introspect.ts';
import { requesterOf } from './requester.ts';
import { withNullErrors } from './stockNulls.ts';

type Executor = ApolloGateway['executor'];

export interface StockPlans {
  readonly queryPlannerConfig: QueryPlannerConfig;
  /**
   * Returns an executor that uses our plans and answers with the error when an operation cannot be planned.
   */
  wrap(executor: Executor): Executor;
}

/**
 * @param overrides decides on overrides with a label; by default none is in force.
 * @param remembered how many plans are cached; the oldest is evicted first.
 */
export function createStockPlans(
  source: PlanSource,
  overrides: Overrides | null = null,
  remembered = 1_000,
): StockPlans {
  const asking = new AsyncLocalStorage<Parameters<Executor>[0]>();
  const plans = new Map<string, Promise<QueryPlan>>();

  const make = (key: string, inForce: readonly string[]): Promise<QueryPlan | undefined> => {
    const request = asking.getStore();
    if (!request) return Promise.resolve(undefined);
    const { source: text, request: asked } = request;
    const requester = requesterOf(request.context as GatewayContext);
    const made = source.plan(text, asked.operationName, requester, inForce).then(({ plan }) => plan);
    plans.set(key, made);
    made.catch(() => plans.delete(key));
    const [first] = plans.keys();
    if (plans.size > remembered && first !== undefined) plans.delete(first);
    return made;
  };

  return {
    queryPlannerConfig: {
      cache: {
        get(asked) {
          const request = asking.getStore();
          const inForce = request && overrides?.decide(request.document, request.operation);
          const key = asked + (inForce?.key ?? '');
          return plans.get(key) ?? make(key, inForce?.labels ?? []);
        },
        set: async () => undefined,
        delete: async (key) => plans.delete(key),
        clear: () => plans.clear(),
      },
    },
    wrap: (executor) => async (request) => {
      const { schema, document, operation } = request;
      const asked = withoutIntrospection(document);
      const left = { ...request, document: asked, operation: sameOperation(asked, operation) };
      try {
        const result = withNullErrors(await asking.run(request, () => executor(left)));
        if (asked === document) return result;
        return addIntrospection({ schema, document, operation }, result, request.request.variables ?? {});
      } catch (error) {
        if (error instanceof GraphQLError) return { errors: [error] };
        throw error;
      }
    },
  };
}

/** Finds the same operation in a changed document. */
function sameOperation(document: DocumentNode, { name }: OperationDefinitionNode): OperationDefinitionNode {
  const found = document.definitions.find(
    (one): one is OperationDefinitionNode =>
      one.kind === Kind.OPERATION_DEFINITION && one.name?.value === name?.value,
  );
  if (!found) throw new Error('The document has no such operation.');
  return found;
}
