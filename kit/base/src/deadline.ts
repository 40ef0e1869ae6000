/**
 * The deadline of a request. It passes after the timeout of the header `x-holdfast-timeout`, or when the
 * caller's connection closes. It is part of the request's scope, where resolvers, databases and calls to
 * other services find it.
 */

import { subgraphTimeout } from './errors.ts';
import { currentScope, type Deadline } from './scope.ts';
import { TimeLimit } from './timeLimit.ts';

/**
 * The header with the milliseconds that a service waits for the answer of another: a whole number, counted
 * from the sending of the request, because the clocks of two machines differ.
 */
export const TIMEOUT_HEADER = 'x-holdfast-timeout';

export interface StartedDeadline extends Deadline {
  /** Aborts the signal because the caller closed its connection. */
  abandon(): void;
  /** Stops the timer once the request is answered. */
  end(): void;
}

/**
 * Starts the deadline of a request.
 * @param service the service that answers, as the supergraph names it.
 * @param timeout milliseconds from now; Infinity when the caller set none.
 */
export function startDeadline(service: string, timeout: number): StartedDeadline {
  const controller = new AbortController();
  const until = performance.now() + timeout;
  const expire = () => controller.abort(subgraphTimeout(service));
  const limit = Number.isFinite(timeout) ? new TimeLimit(timeout, expire) : undefined;
  const end = () => limit?.end();
  return {
    signal: controller.signal,
    remaining: () => until - performance.now(),
    abandon: () => {
      end();
      expire();
    },
    end,
  };
}

/**
 * Returns the deadline of the current request; null for work that runs to its end even when no caller waits.
 */
export function currentDeadline(): Deadline | null {
  return currentScope()?.deadline ?? null;
}

/** @throws SUBGRAPH_TIMEOUT when the caller of the current request no longer waits. */
export function throwIfAbandoned(): void {
  currentScope()?.deadline?.signal.throwIfAborted();
}
