export interface RetryPolicy {
  /** The number of attempts before an event becomes a dead letter. */
  readonly attempts: number;
  /** Milliseconds of the longest pause after the first attempt. It doubles with each attempt. */
  readonly base: number;
  /** Milliseconds of the longest pause at all. */
  readonly max: number;
  /** Returns a number from 0 to 1. */
  readonly random: () => number;
}

/**
 * Retries for about two minutes, so that a database that is unavailable for one minute causes no dead
 * letters, with pauses short enough to resume soon after it is back. Eight attempts with pauses of up to a
 * minute lasted only 32 seconds on average.
 */
export const DEFAULT_RETRY = { attempts: 28, base: 500, max: 10_000 } as const;

/**
 * Returns the pause after a number of attempts: a random time up to a limit that doubles, so that consumers
 * that failed together do not retry together (exponential backoff with full jitter).
 */
export function pauseAfter(attempts: number, { base, max, random }: RetryPolicy): number {
  return Math.round(random() * Math.min(max, base * 2 ** (attempts - 1)));
}

/** Describes an error in a dead letter. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 2_000) : String(error);
}
