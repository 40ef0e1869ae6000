import type { Queryable } from '@holdfast/kit/postgres';

/** Waits until so many connections to the database wait for a lock. */
export async function untilLockWaits(database: Queryable, count: number): Promise<void> {
  for (;;) {
    const { rows } = await database.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length === count) return;
  }
}
