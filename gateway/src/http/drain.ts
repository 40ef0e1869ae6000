import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { OperatorError } from '@holdfast/kit/errors';
import type { Log } from '@holdfast/kit/log';

/** How a gateway takes leave of those who use it. */
export interface Drain {
  /** A health check. @throws OperatorError once the gateway ends. */
  assertStaying(): Promise<void>;
  /**
   * From now on the gateway is not ready, and each answer closes its connection; new ones are still taken. Resolves after
   * the delay, when nobody should come any more.
   */
  begin(): Promise<void>;
  /** Whether an answer has to close its connection. */
  isDraining(): boolean;
  /** Called when what runs has had its time. */
  onLimit(end: () => void): void;
  /** Closes connections with what runs on them, unless `finished` resolves within the time limit. */
  limit(finished: Promise<unknown>): Promise<void>;
}

/**
 * A client that keeps its connection would lose the request that it sends while we close it: so each answer tells it to
 * close, for as long as what stands before us needs to notice that we are not ready.
 */
export function createDrain(
  server: Server,
  /** Milliseconds. */
  times: { readonly delay: number; readonly limit: number },
  log: Log,
): Drain {
  let draining = false;
  const ends: (() => void)[] = [];
  // Before every other listener, so for answers on every road.
  server.prependListener('request', (_request, response) => {
    if (draining) response.shouldKeepAlive = false;
  });
  return {
    async assertStaying() {
      if (draining) throw new OperatorError('the gateway ends');
    },
    isDraining: () => draining,
    onLimit: (end) => void ends.push(end),
    async begin() {
      draining = true;
      if (times.delay > 0) await delay(times.delay);
    },
    async limit(finished) {
      const timer = setTimeout(() => {
        log.warn({ milliseconds: times.limit }, 'what still ran was ended');
        server.closeAllConnections();
        for (const end of ends) end();
      }, times.limit);
      await finished.finally(() => clearTimeout(timer));
    },
  };
}
