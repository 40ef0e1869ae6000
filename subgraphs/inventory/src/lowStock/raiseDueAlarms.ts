import type { Clock } from '@holdfast/kit-base/clock';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import { writeDueAlarms } from './queries.ts';

/** Items per call. */
const BATCH = 100;

/** Raises the low-stock alarms that had to wait for the hourly limit. */
export async function raiseDueAlarms({
  database,
  clock,
}: {
  readonly database: Postgres;
  readonly clock: Clock;
}): Promise<void> {
  await database.transaction((tx) => writeDueAlarms(tx, { now: clock(), limit: BATCH }));
}
