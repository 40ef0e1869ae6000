/**
 * Which errors are worth another attempt, and when it is made.
 *
 * A fault is an error after which the same call may succeed. Every other answer of a service is a refusal, which another
 * attempt does not change. An error without a code is a defect of ours, and counts as a fault.
 */
import { codeOf, type ErrorCode } from '@holdfast/kit-base/errors';
import type { Dependencies } from '../dependencies.ts';
import { CALL_TIME, FIRST_WAIT, LONGEST_WAIT } from './timing.ts';

/** Nobody knows whether the call was done, and the service may be back soon. */
const AWAY: readonly ErrorCode[] = ['SUBGRAPH_TIMEOUT', 'SUBGRAPH_UNAVAILABLE'];

/**
 * As `AWAY`, and a defect of the other service. While there is no order yet, the client hears of a defect at once, since nothing
 * was done. Later the defect may pass, and whether the call was done has to be found out.
 */
const AWAY_OR_BROKEN: readonly ErrorCode[] = [...AWAY, 'INTERNAL_SERVER_ERROR'];

/**
 * Exponential backoff with full jitter, until the deadline. Times are milliseconds.
 *
 * In the 10 s of a request the rules below come to 24 attempts when each fails at once, and to 5 when each takes all of its time.
 * The recovery loop makes one attempt a round; rounds are at most `PAUSES.longest` apart.
 */
export interface RetryRule {
  /** The longest wait after the first attempt; it doubles with each. */
  readonly firstWait: number;
  readonly longestWait: number;
  /** How long one call may take; `checkTimes` compares it with the lease. */
  readonly callTimeout: number;
  readonly faults: readonly ErrorCode[];
}

/** For calls that only read. */
export const READING: RetryRule = {
  firstWait: FIRST_WAIT,
  longestWait: LONGEST_WAIT,
  callTimeout: CALL_TIME,
  faults: AWAY,
};

/** For steps of the saga, unless a step has a rule of its own. */
export const WRITING: RetryRule = { ...READING, faults: AWAY_OR_BROKEN };

export function isFault({ faults }: RetryRule, error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined || faults.some((fault) => fault === code);
}

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
