/**
 * The deadline of a request: how long its caller waits, by the header `x-holdfast-timeout`, and whether the caller's connection is
 * still open. It belongs to the request's scope, where everything that works for the request looks: resolvers, databases, and
 * calls of other services.
 */

import { subgraphTimeout } from './errors.ts';
import { currentScope, type Deadline } from './scope.ts';
import { TimeLimit } from './timeLimit.ts';

/**
 * The header in which a service tells another how many milliseconds it will wait for the answer: a whole number, counted from
 * when the request is sent, because the clocks of two machines differ.
 */
export const TIMEOUT_HEADER = 'x-holdfast-timeout';

export interface StartedDeadline extends Deadline {
  /** Aborts the signal because the caller closed its connection. */
  abandon(): void;
  /** Stops the timer because the request is answered. */
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

/** Returns the deadline of the current request; null for work that runs to its end even when no caller waits. */
export function currentDeadline(): Deadline | null {
  return currentScope()?.deadline ?? null;
}

/** @throws SUBGRAPH_TIMEOUT when the caller of the current request no longer waits. */
export function throwIfAbandoned(): void {
  currentScope()?.deadline?.signal.throwIfAborted();
}
