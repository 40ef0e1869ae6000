/**
 * Every time of the saga, in milliseconds, and how they must fit together. `checkTimes` runs before the
 * service serves.
 *
 * A process holds an order's lease while it works on the order, and renews the lease with each write. Another
 * process may take over once the lease has expired, so no attempt at a step may take as long as the lease.
 */
import { OperatorError } from '@holdfast/kit-base/errors';
import type { GiveUpAfter, RecoveryBackoff } from './domain/faults.ts';

/** The duration of the lease after each write. */
export const LEASE = 10_000;
/** The part of a lease that is left for the write itself and for clocks that differ slightly. */
const MARGIN = 2_000;

/**
 * A hold on units that lasts at least this long is not renewed before the payment: each of the three stages from
 * there on takes less than a lease.
 */
export const LONG_ENOUGH = 3 * LEASE;

/** The timeout of one call to another service. */
export const CALL_TIMEOUT = 2_000;
/** The longest backoff before the second attempt. It doubles with each attempt… */
export const FIRST_BACKOFF = 50;
/** …up to this. */
export const LONGEST_BACKOFF = 1_000;

/** The interval at which a request polls an order that another process works on. */
export const POLL_INTERVAL = 50;

/** The interval at which the recovery loop looks for orders that no process works on… */
export const RECOVERY_INTERVAL = 1_000;
/** …and the time that it spends on one of them. */
export const RECOVERY_TIMEOUT = 2_000;

/** How long an order pauses after a recovery round that ended in a fault, and when its saga may give up. */
export const RECOVERY_BACKOFF: RecoveryBackoff = { first: 1_000, longest: 10_000, minRounds: 10 };

/** The part of a step that its duration depends on. */
interface TimedStep {
  readonly name: string;
  readonly maxCalls: number;
  readonly retries: {
    readonly callTimeout: number;
    readonly firstBackoff: number;
    readonly longestBackoff: number;
  };
}

export interface Times {
  readonly lease: number;
  readonly giveUpAfter: GiveUpAfter;
  readonly steps: readonly TimedStep[];
}

/**
 * Checks that every time is above zero, that a process still holds its lease after it has waited for an
 * attempt at a step and then for the next one, and that no saga gives up before it could be retried after the
 * longest pause. Each comparison fails for NaN.
 * @throws OperatorError naming all times that do not fit, in one line.
 */
export function checkTimes({ lease, giveUpAfter, steps }: Times): void {
  const untried = lease + RECOVERY_BACKOFF.longest;
  const limits = { STEP_PATIENCE: giveUpAfter.step, COMPENSATION_PATIENCE: giveUpAfter.compensation };
  const times = [
    ...Object.entries({ lease, ...limits, MARGIN, POLL_INTERVAL, RECOVERY_INTERVAL, RECOVERY_TIMEOUT }),
    ...Object.entries(RECOVERY_BACKOFF).map(([name, time]) => [`RECOVERY_BACKOFF.${name}`, time] as const),
    ...steps.flatMap(({ name, maxCalls, retries: { callTimeout, firstBackoff, longestBackoff } }) =>
      Object.entries({ maxCalls, callTimeout, firstBackoff, longestBackoff }).map(
        ([part, time]) => [`${part} of ${name}`, time] as const,
      ),
    ),
  ];
  const problems = [
    ...times.flatMap(([name, time]) => (time > 0 ? [] : [`${name} is ${time}, which is not above zero`])),
    ...steps.flatMap(({ name, maxCalls, retries: { callTimeout, longestBackoff } }) => {
      const longest = maxCalls * callTimeout + longestBackoff + MARGIN;
      return longest <= lease
        ? []
        : [`an attempt at ${name} may take ${longest} ms, longer than the lease of ${lease} ms`];
    }),
    ...Object.entries(limits).flatMap(([name, time]) =>
      time > untried
        ? []
        : [`${name} of ${time} ms is not above the ${untried} ms that may pass without an attempt`],
    ),
  ];
  if (problems.length > 0) {
    throw new OperatorError(`The times of the saga do not fit: ${problems.join('; ')}.`);
  }
}
