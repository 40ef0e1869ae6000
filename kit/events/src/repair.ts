import type { Log } from '@holdfast/kit-base/log';
import { type Repeating, repeat } from '@holdfast/kit-base/repeat';

/** Milliseconds between two looks. */
const INTERVAL = 1_000;

/**
 * Looks after what a bus is made of while a process runs: what is lost, by whomever, is made again.
 * @param look makes again what is missing. One that fails is done again, and said once.
 */
export function keep(what: string, look: () => Promise<void>, log: Log): Repeating {
  let failing = false;
  const work = async () => {
    await look();
    failing = false;
  };
  return repeat(work, INTERVAL, (err) => {
    if (!failing) log.warn({ err }, `${what} cannot be looked after now; it is tried again`);
    failing = true;
  });
}
