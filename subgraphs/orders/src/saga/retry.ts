/**
 * Decides which errors are retried, and when.
 *
 * A **fault** is an error after which the same call may succeed: a timeout, a broken connection, a defect of
 * the called service (`UNAVAILABLE_OR_BROKEN`). It leaves it unknown whether the call took effect. An error
 * without a code is a defect of this service, and counts as a fault.
 *
 * A **refusal** is an answer that a retry would not change: too little stock or money, an undeliverable
 * address, or any other error that a service returns.
 */
import type { Clock } from '@holdfast/kit-base/clock';
import { codeOf, type ErrorCode } from '@holdfast/kit-base/errors';
import { CALL_TIMEOUT, FIRST_BACKOFF, LONGEST_BACKOFF } from './timing.ts';

/** The call may have taken effect or not, and the service may be back soon. */
const UNAVAILABLE: readonly ErrorCode[] = ['SUBGRAPH_TIMEOUT', 'SUBGRAPH_UNAVAILABLE'];

/**
 * `UNAVAILABLE`, and a defect of the called service. Before there is an order, a defect is reported to the
 * client at once, because nothing was done. Later the defect may pass, and whether the call took effect has
 * to be found out.
 */
const UNAVAILABLE_OR_BROKEN: readonly ErrorCode[] = [...UNAVAILABLE, 'INTERNAL_SERVER_ERROR'];

/**
 * Exponential backoff with full jitter, until the deadline. Times are in milliseconds. There is no number of
 * attempts: a shorter `callTimeout` or shorter backoffs give more of them.
 *
 * Within the 10 s of a request, the policies below allow 24 attempts on average when each fails at once, and 5
 * when each takes its full time. The recovery loop makes one attempt per round; rounds are at most
 * `RECOVERY_BACKOFF.longest` apart.
 */
export interface RetryPolicy {
  /** The longest backoff after the first attempt. It doubles with each attempt. */
  readonly firstBackoff: number;
  readonly longestBackoff: number;
  /** The timeout of one call. `checkTimes` compares it with the lease. */
  readonly callTimeout: number;
  readonly faults: readonly ErrorCode[];
}

/** The policy of calls that only read. */
export const READ_RETRIES: RetryPolicy = {
  firstBackoff: FIRST_BACKOFF,
  longestBackoff: LONGEST_BACKOFF,
  callTimeout: CALL_TIMEOUT,
  faults: UNAVAILABLE,
};

/** The policy of saga steps, unless a step has its own. */
export const STEP_RETRIES: RetryPolicy = { ...READ_RETRIES, faults: UNAVAILABLE_OR_BROKEN };

export interface RetryDependencies {
  readonly clock: Clock;
  /** Returns 0 to 1, for the jitter. */
  readonly random: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export function isFault({ faults }: RetryPolicy, error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined || faults.some((fault) => fault === code);
}

/**
 * Waits before the next attempt, as the policy says.
 * @param attempt the number of attempts made so far.
 * @param deadline in milliseconds since the epoch.
 * @returns false, without waiting, when no time would be left after the wait.
 */
export async function waitToRetry(
  { clock, random, sleep }: RetryDependencies,
  { firstBackoff, longestBackoff }: RetryPolicy,
  attempt: number,
  deadline: number,
): Promise<boolean> {
  const wait = random() * Math.min(longestBackoff, firstBackoff * 2 ** (attempt - 1));
  if (clock().getTime() + wait >= deadline) return false;
  await sleep(wait);
  return true;
}
