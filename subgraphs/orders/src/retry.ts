import type { Dependencies } from './dependencies.ts';
import type { RetryRule } from './faults.ts';

/**
 * Waits before the next attempt, as the rule says.
 * @param attempt how many there were.
 * @param deadline a time in milliseconds since the epoch.
 * @returns false, at once, when there would be no time left after it.
 */
export async function waitToRetry(
  { clock, random, sleep }: Pick<Dependencies, 'clock' | 'random' | 'sleep'>,
  { firstWait, longestWait }: RetryRule,
  attempt: number,
  deadline: number,
): Promise<boolean> {
  const wait = random() * Math.min(longestWait, firstWait * 2 ** (attempt - 1));
  if (clock().getTime() + wait >= deadline) return false;
  await sleep(wait);
  return true;
}
