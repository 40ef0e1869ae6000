import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { OperatorError } from '@holdfast/kit-base/errors';
import type { Log } from '@holdfast/kit-base/log';

/** The graceful shutdown of a gateway. */
export interface Drain {
  /** A readiness check. @throws OperatorError once the gateway drains. */
  assertNotDraining(): Promise<void>;
  /**
   * Makes the gateway unready, and each answer close its connection. New connections are still accepted.
   * Resolves after the delay, when no more clients should arrive.
   */
  begin(): Promise<void>;
  /** True when each answer has to close its connection. */
  isDraining(): boolean;
  /** Registers a function to call when the time limit has passed. */
  onLimit(end: () => void): void;
  /** Closes all connections, busy ones too, unless `finished` resolves within the time limit. */
  limit(finished: Promise<unknown>): Promise<void>;
}

/**
 * Creates a drain. A client that keeps its connection would lose a request that it sends while we close it.
 * So each answer tells it to close, for as long as a load balancer needs to notice that we are not ready.
 */
export function createDrain(
  server: Server,
  /** Milliseconds. */
  times: { readonly delay: number; readonly limit: number },
  log: Log,
): Drain {
  let draining = false;
  const limitCallbacks: (() => void)[] = [];
  // First of all listeners, so that it covers every answer by Node.
  server.prependListener('request', (_request, response) => {
    if (draining) response.shouldKeepAlive = false;
  });
  return {
    async assertNotDraining() {
      if (draining) throw new OperatorError('the gateway is draining');
    },
    isDraining: () => draining,
    onLimit: (end) => void limitCallbacks.push(end),
    async begin() {
      draining = true;
      if (times.delay > 0) await delay(times.delay);
    },
    async limit(finished) {
      const timer = setTimeout(() => {
        log.warn({ milliseconds: times.limit }, 'what still ran was ended');
        server.closeAllConnections();
        for (const end of limitCallbacks) end();
      }, times.limit);
      await finished.finally(() => clearTimeout(timer));
    },
  };
}
