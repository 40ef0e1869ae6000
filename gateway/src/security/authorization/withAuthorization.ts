/** Authorization before an executor of Apollo Server: a thin adapter of the guard. */
import { createHash } from 'node:crypto';
import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server';
import { print } from 'graphql';
import type { GatewayContext } from '../../context.ts';
import { grantsOf } from './grants.ts';
import { guardOf, type OperationGuard, type Reduced } from './guard.ts';
import { readRequirements } from './requirements.ts';

export type Gateway = ApolloServerOptionsWithGateway<BaseContext>['gateway'];
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;
type RequestContext = Parameters<Executor>[0];

/**
 * What the caller may not have is not asked of the executor, nor planned; the answer has null and an error for it.
 * @param supergraphSdl as composed, with its authorization directives, which the executor's own need not have.
 * @throws OperatorError when a directive in it cannot be read.
 */
export function withAuthorization(gateway: Gateway, supergraphSdl: string): Gateway {
  const requirements = readRequirements(supergraphSdl);
  let guard: OperationGuard = () => {
    throw new Error('There is no API schema yet.');
  };
  return {
    onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
    async load(options) {
      gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
        guard = guardOf(requirements, apiSchema);
      });
      const { executor } = await gateway.load(options);
      return { executor: executor && authorizeExecutor(executor, (...args) => guard(...args)) };
    },
    stop: () => gateway.stop(),
  };
}

/** @returns an executor of the same kind, whose requests' context is a `GatewayContext`. */
export function authorizeExecutor(execute: Executor, guard: OperationGuard): Executor {
  return async (requestContext) => {
    const grants = grantsOf((requestContext.context as GatewayContext).user);
    const reduced = guard(requestContext.document, requestContext.operation, grants);
    if (!reduced) return execute(requestContext);
    const left = reducedContext(requestContext, reduced, grants.key);
    const result = left ? await execute(left) : { data: {} };
    const completed = reduced.complete(result, requestContext.request.variables ?? {});
    return completed as Awaited<ReturnType<Executor>>;
  };
}

const sources = new WeakMap<Reduced, string>();

/** Executors keep plans by `queryHash`: what is left for these grants is another operation than the whole. */
function reducedContext(
  requestContext: RequestContext,
  reduced: Reduced,
  key: string,
): RequestContext | null {
  const { operation, document } = reduced;
  if (!operation) return null;
  const source = sources.get(reduced) ?? print(document);
  sources.set(reduced, source);
  const queryHash = createHash('sha256').update(`${requestContext.queryHash}\0${key}`).digest('hex');
  return { ...requestContext, document, operation, source, queryHash };
}
