import type { Monotonic } from '@holdfast/kit-base/clock';

/** Decides when a process that exited is restarted. */
export interface Restarts {
  /**
   * @param since when the process that exited was started.
   * @returns the milliseconds to wait, or null when a restart is pointless.
   */
  next(since: number): number | null;
}

/** The milliseconds after which a process counts as stable. */
const STABLE = 10_000;
/** The milliseconds before the first restart; the pause doubles with each further one. */
const FIRST_PAUSE = 100;
/**
 * The number of early exits in a row, of any process, after which there are no more restarts: after some 6
 * seconds.
 */
const MAX_EARLY = 6;

export function createRestarts(now: Monotonic): Restarts {
  let early = 0;
  return {
    next(since) {
      early = now() - since >= STABLE ? 0 : early + 1;
      return early > MAX_EARLY ? null : FIRST_PAUSE * 2 ** Math.max(0, early - 1);
    },
  };
}
