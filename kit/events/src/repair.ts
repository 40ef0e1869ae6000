import type { Log } from '@holdfast/kit-base/log';
import { type Repeating, repeat } from '@holdfast/kit-base/repeat';
import { createOutage } from './outage.ts';

/** Milliseconds between two runs. */
const INTERVAL = 1_000;

/**
 * Recreates lost parts of a bus while a process runs, whoever deleted them.
 * @param what the parts, for the log.
 * @param repair recreates what is missing. A failure is logged once, and `repair` runs again.
 */
export function repairPeriodically(what: string, repair: () => Promise<void>, log: Log): Repeating {
  const outage = createOutage((err) => log.warn({ err }, `${what} could not be checked; retrying`));
  const work = async () => {
    await repair();
    outage.over();
  };
  return repeat(work, INTERVAL, outage.failed);
}
