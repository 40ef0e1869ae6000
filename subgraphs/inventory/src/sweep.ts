import type { Clock } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import { type Repeating, repeat } from '@holdfast/kit-base/repeat';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import { findNextAlarm } from './lowStock/queries.ts';
import { raiseDueAlarms } from './lowStock/raiseDueAlarms.ts';
import { expireDueReservations } from './reservations/expiry/expireDueReservations.ts';
import { findNextExpiry } from './reservations/expiry/queries.ts';
import { MIN_TTL_SECONDS } from './reservations/input.ts';

/** Milliseconds between two sweeps while something is due. */
const SHORTEST_PAUSE = 1_000;
/**
 * Milliseconds after which it looks again for what is due next. Half of what a hold lasts at least, so that no
 * process makes a hold that is due before the next look.
 */
const LONGEST_PAUSE = (MIN_TTL_SECONDS * 1_000) / 2;

export interface SweepDependencies {
  readonly database: Postgres;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Sweeps due reservations and low-stock alarms until it is stopped: at the time when the next is due, and at
 * most once a second.
 */
export function startSweeping(deps: SweepDependencies): Repeating {
  let pause = SHORTEST_PAUSE;
  const work = async () => {
    pause = SHORTEST_PAUSE;
    pause = await sweep(deps);
  };
  return repeat(
    work,
    () => pause,
    (err) => deps.log.error({ err }, 'a sweep of expired reservations and low stock failed'),
  );
}

/** Sweeps what is due. Several processes may run it at once. @returns milliseconds until the next sweep. */
export async function sweep(deps: SweepDependencies): Promise<number> {
  const wait = await untilDue(deps);
  if (wait > 0) return pauseFor(wait);
  const expired = await expireDueReservations(deps);
  if (expired > 0) deps.log.info({ expired }, 'reservations expired');
  await raiseDueAlarms(deps);
  return pauseFor(await untilDue(deps));
}

function pauseFor(wait: number): number {
  return Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, wait));
}

async function untilDue({ database, clock }: SweepDependencies): Promise<number> {
  const next = await Promise.all([findNextExpiry(database), findNextAlarm(database)]);
  const now = clock().getTime();
  return Math.min(...next.map((at) => (at === null ? Number.POSITIVE_INFINITY : at.getTime() - now)));
}
