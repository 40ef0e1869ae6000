/**
 * Which errors of a call are faults: trying the same again may go through. Everything else that a service says is a
 * refusal, which trying again does not change. An error without a code is a defect of ours, and counts as a fault.
 */
import { codeOf, type ErrorCode } from '@holdfast/kit/errors';

/** Nobody knows whether it was done, and the service may be back soon. */
export const AWAY: readonly ErrorCode[] = ['SUBGRAPH_TIMEOUT', 'SUBGRAPH_UNAVAILABLE'];

/**
 * As `AWAY`, and a defect over there too. While there is no order yet a defect is told to the client at once, since
 * nothing was done; later it may be one that passes, and what the call did or not has to be found out.
 */
const AWAY_OR_BROKEN: readonly ErrorCode[] = [...AWAY, 'INTERNAL_SERVER_ERROR'];

/** How a call is tried again after a fault, within the deadline: exponential backoff with full jitter. Milliseconds. */
export interface RetryRule {
  /** The longest wait after the first attempt; it doubles with each. */
  readonly firstWait: number;
  readonly longestWait: number;
  /** What one call may take; `checkTimes` says how it has to fit to the lease. */
  readonly callTimeout: number;
  readonly faults: readonly ErrorCode[];
}

/** Of calls that only read. */
export const READING: RetryRule = { firstWait: 50, longestWait: 1_000, callTimeout: 2_000, faults: AWAY };

/** Of steps of the saga, unless they say otherwise. */
export const WRITING: RetryRule = { ...READING, faults: AWAY_OR_BROKEN };

export function isFault({ faults }: RetryRule, error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined || faults.some((fault) => fault === code);
}
