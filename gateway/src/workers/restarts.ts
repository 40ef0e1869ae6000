import type { Monotonic } from '@holdfast/kit-base/clock';

/** Decides when a process that died is started again. */
export interface Restarts {
  /**
   * @param since when the one that died was started.
   * @returns milliseconds to wait, or null when to start it again is of no use.
   */
  next(since: number): number | null;
}

/** Milliseconds after which a process counts as one that can live. */
const STABLE = 10_000;
/** Milliseconds before the first restart; twice that before the next, and so on. */
const FIRST_PAUSE = 100;
/** Early deaths in a row, of whichever process, after which it is given up: after some 6 seconds. */
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
