import { setTimeout as delay } from 'node:timers/promises';

export interface Repeating {
  /** Ends it, after the work that is being done. */
  stop(): Promise<void>;
}

/**
 * Does `work` again and again, with `interval` milliseconds between; work that fails is told to `failed`, and done
 * again all the same.
 */
export function repeat(
  work: (stopping: AbortSignal) => Promise<void>,
  interval: number,
  failed: (error: unknown) => void,
): Repeating {
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      await work(stopping.signal).catch(failed);
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
