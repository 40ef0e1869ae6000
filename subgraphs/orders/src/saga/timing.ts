/**
 * Every time of the saga, in milliseconds, and how they have to fit together. `checkTimes` runs before the service serves.
 *
 * A process holds an order's lease while it works on it, and renews it with each write. Another process may take the order
 * over when the lease has run out, so no attempt at a step may take as long as the lease.
 */
import { OperatorError } from '@holdfast/kit-base/errors';
import type { Patience, Pauses } from '../domain/trouble.ts';

/** How long the lease lasts after each write. */
export const LEASE = 10_000;
/** The part of a lease that writing the order down, and a clock that is slightly wrong, may take. */
const RESERVE = 2_000;

/** How long one call of another service may take. */
export const CALL_TIME = 2_000;
/** The longest wait before the second attempt; it doubles with each attempt… */
export const FIRST_WAIT = 50;
/** …up to this. */
export const LONGEST_WAIT = 1_000;

/** How often a request looks at an order that another process carries out. */
export const LOOK = 50;

/** How often the recovery loop looks for orders that nobody carries out… */
export const RECOVERY_INTERVAL = 1_000;
/** …and how long it works on one of them. */
export const RECOVERY_TIME = 2_000;

/** How long the recovery loop leaves an order alone after a round of faults, and when it may give up. */
export const PAUSES: Pauses = { first: 1_000, longest: 10_000, leastRounds: 10 };

/** As much of a step as its time depends on. */
interface TimedStep {
  readonly name: string;
  readonly calls: number;
  readonly retry: { readonly callTimeout: number; readonly longestWait: number };
}

export interface Times {
  readonly lease: number;
  readonly patience: Patience;
  readonly steps: readonly TimedStep[];
}

/**
 * Checks that a process which waits for an attempt at a step, and then before the next one, still has its lease; and that
 * nothing is given up before it could be tried again after the longest pause.
 * @throws OperatorError naming all that do not fit, in one line.
 */
export function checkTimes({ lease, patience, steps }: Times): void {
  const between = lease + PAUSES.longest;
  const wrong = [
    ...steps.flatMap(({ name, calls, retry: { callTimeout, longestWait } }) => {
      const longest = calls * callTimeout + longestWait + RESERVE;
      return longest > lease
        ? [`an attempt at ${name} may take ${longest} ms, longer than the lease of ${lease} ms`]
        : [];
    }),
    ...Object.entries({ STEP_PATIENCE: patience.step, COMPENSATION_PATIENCE: patience.compensation }).flatMap(
      ([name, time]) =>
        time <= between
          ? [`${name} of ${time} ms is not above the ${between} ms in which nobody may try`]
          : [],
    ),
  ];
  if (wrong.length > 0) throw new OperatorError(`The times of the saga do not fit: ${wrong.join('; ')}.`);
}
