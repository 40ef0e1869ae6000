import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@holdfast/kit/log';

export interface Sweeper {
  /** Ends it, after the sweep that runs. */
  stop(): Promise<void>;
}

/**
 * Runs `sweep` again and again, with `interval` milliseconds between; one that fails is logged, and the next one
 * tries again.
 */
export function startSweeper(sweep: () => Promise<number>, interval: number, log: Log): Sweeper {
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        const expired = await sweep();
        if (expired > 0) log.info({ expired }, 'reservations expired');
      } catch (err) {
        log.error({ err }, 'a sweep of expired reservations failed');
      }
      await delay(interval, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const ended = run();
  return {
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
}
