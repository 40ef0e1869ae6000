/** Authorization in front of an Apollo Server executor: a thin adapter of the operation guard. */
import { createHash } from 'node:crypto';
import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import { print } from 'graphql';
import type { GatewayContext } from '../../operation/context.ts';
import { grantsOf } from './grants.ts';
import type { OperationGuard, PartlyForbidden } from './operationGuard.ts';

type RequestContext = Parameters<GatewayExecutor>[0];

/**
 * Removes the fields that the caller may not have before the operation is planned and executed. The answer
 * has null and an error for each.
 * @returns an executor of the same kind, for requests with a `GatewayContext`.
 */
export function authorizeExecutor(execute: GatewayExecutor, guard: OperationGuard): GatewayExecutor {
  return async (requestContext) => {
    const grants = grantsOf((requestContext.context as GatewayContext).user);
    const reduced = guard(requestContext.document, requestContext.operation, grants);
    if (!reduced) return execute(requestContext);
    const left = reducedContext(requestContext, reduced, grants.key);
    const result = left ? await execute(left) : { data: {} };
    const completed = reduced.complete(result, requestContext.request.variables ?? {});
    return completed as Awaited<ReturnType<GatewayExecutor>>;
  };
}

const sources = new WeakMap<PartlyForbidden, string>();

/** Executors cache plans by `queryHash`: the operation reduced for these grants needs its own hash. */
function reducedContext(
  requestContext: RequestContext,
  reduced: PartlyForbidden,
  key: string,
): RequestContext | null {
  const { operation, document } = reduced;
  if (!operation) return null;
  const source = sources.get(reduced) ?? print(document);
  sources.set(reduced, source);
  const queryHash = createHash('sha256').update(`${requestContext.queryHash}\0${key}`).digest('hex');
  return { ...requestContext, document, operation, source, queryHash };
}
