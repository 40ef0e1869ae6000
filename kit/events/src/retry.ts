export interface RetryPolicy {
  /** How often an event is tried before it is a dead letter. */
  readonly attempts: number;
  /** Milliseconds: the longest pause after the first attempt; it doubles with each one. */
  readonly base: number;
  /** Milliseconds: no pause is longer. */
  readonly max: number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * Over about two minutes, so that a database which is away for one makes no dead letters; and soon after it is back. Eight
 * attempts with pauses of up to a minute came to 32 seconds on average.
 */
export const DEFAULT_RETRY = { attempts: 28, base: 500, max: 10_000 } as const;

/** The pause after so many attempts: anything up to a limit that doubles, so that those who failed together do not come
 * back together (exponential backoff with full jitter). */
export function pauseAfter(attempts: number, { base, max, random }: RetryPolicy): number {
  return Math.round(random() * Math.min(max, base * 2 ** (attempts - 1)));
}

/** One line for a dead letter. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 2_000) : String(error);
}
