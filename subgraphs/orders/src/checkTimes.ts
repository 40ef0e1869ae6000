import { OperatorError } from '@holdfast/kit/errors';
import { LONGEST_PAUSE, type Patience } from './domain/trouble.ts';
import type { Step } from './steps/step.ts';

/** Milliseconds that writing the order down, and a clock that is not quite right, may take of a lease. */
const RESERVE = 2_000;

export interface Times {
  /** Milliseconds that it lasts after each write. */
  readonly lease: number;
  readonly patience: Patience;
  readonly steps: readonly Pick<Step, 'name' | 'calls' | 'retry'>[];
}

/**
 * Sees to it that the times of a saga fit together: a process that waits for an attempt at a step, and then before the next one,
 * still has its lease; and nothing is given up before it could be tried again after the longest pause.
 * @throws OperatorError naming all that do not fit, in one line.
 */
export function checkTimes({ lease, patience, steps }: Times): void {
  const between = lease + LONGEST_PAUSE;
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
