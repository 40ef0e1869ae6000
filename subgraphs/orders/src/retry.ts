import type { Dependencies } from './dependencies.ts';

/** Milliseconds. */
const FIRST_WAIT = 50;
const LONGEST_WAIT = 1_000;

/** The time for it is over. */
export class DeadlineError extends Error {
  override name = 'DeadlineError';
}

/**
 * Waits before the next attempt: exponential backoff with full jitter.
 * @param attempt 1 for the first wait.
 * @param deadline a time in milliseconds since the epoch.
 * @throws DeadlineError, with the last fault as its cause, when there would be no time left.
 */
export async function waitToRetry(
  { clock, random, sleep }: Pick<Dependencies, 'clock' | 'random' | 'sleep'>,
  { attempt, deadline, cause }: { attempt: number; deadline: number; cause: unknown },
): Promise<void> {
  const wait = random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1));
  if (clock().getTime() + wait >= deadline) throw new DeadlineError('No time is left.', { cause });
  await sleep(wait);
}
