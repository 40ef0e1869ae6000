import type { Dependencies } from './dependencies.ts';

/** Milliseconds. */
const FIRST_WAIT = 50;
const LONGEST_WAIT = 1_000;

/**
 * Waits before the next attempt: exponential backoff with full jitter.
 * @param attempt how many there were.
 * @param deadline a time in milliseconds since the epoch.
 * @returns false, at once, when there would be no time left after it.
 */
export async function waitToRetry(
  { clock, random, sleep }: Pick<Dependencies, 'clock' | 'random' | 'sleep'>,
  attempt: number,
  deadline: number,
): Promise<boolean> {
  const wait = random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1));
  if (clock().getTime() + wait >= deadline) return false;
  await sleep(wait);
  return true;
}
