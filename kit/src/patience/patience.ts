/**
 * How long somebody waits for the answer to a request: by the header `x-holdfast-timeout`, and while their connection is there.
 * It belongs to the request's scope, where what works for the request looks: resolvers, databases, calls of other services.
 */

import { subgraphTimeout } from '../errors.ts';
import type { Patience } from '../telemetry/scope.ts';
import { currentScope } from '../telemetry/scope.ts';
import { TimeLimit } from '../timeLimit.ts';

export interface StartedPatience extends Patience {
  /** The caller's connection is closed. */
  leave(): void;
  /** The request is answered: nothing fires any more. */
  end(): void;
}

/**
 * @param service whose answer is waited for, as the supergraph names it.
 * @param timeout milliseconds from now; Infinity when nobody said.
 */
export function startPatience(service: string, timeout: number): StartedPatience {
  const controller = new AbortController();
  const until = performance.now() + timeout;
  const leave = () => controller.abort(subgraphTimeout(service));
  const limit = Number.isFinite(timeout) ? new TimeLimit(timeout, leave) : undefined;
  const end = () => limit?.end();
  return {
    signal: controller.signal,
    remaining: () => until - performance.now(),
    leave: () => {
      end();
      leave();
    },
    end,
  };
}

/** That of the request which is worked on; null for work that is finished whoever waits for it. */
export function currentPatience(): Patience | null {
  return currentScope()?.patience ?? null;
}

/** @throws SUBGRAPH_TIMEOUT when nobody waits for the request which is worked on. */
export function refuseUnwaited(): void {
  currentScope()?.patience?.signal.throwIfAborted();
}
