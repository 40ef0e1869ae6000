/** Authorization before an executor of Apollo Server: a thin adapter of the guard. */
import { createHash } from 'node:crypto';
import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import { print } from 'graphql';
import type { GatewayContext } from '../../operation/context.ts';
import { grantsOf } from './grants.ts';
import type { OperationGuard, PartlyForbidden } from './operationGuard.ts';

type RequestContext = Parameters<GatewayExecutor>[0];

/**
 * What the caller may not have is not asked of the executor, nor planned; the answer has null and an error for it.
 * @returns an executor of the same kind, whose requests' context is a `GatewayContext`.
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

/** Executors keep plans by `queryHash`: what is left for these grants is another operation than the whole. */
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
