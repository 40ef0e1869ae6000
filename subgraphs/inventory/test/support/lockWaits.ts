import type { Postgres, Queryable } from '@holdfast/kit-postgres/postgres';

/**
 * Waits until at least this many connections to the database wait for a lock.
 * @returns the ids of their server processes.
 */
export async function untilLockWaits(database: Queryable, count: number): Promise<number[]> {
  for (;;) {
    const { rows } = await database.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length >= count) return rows.map(({ pid }) => pid);
  }
}

/**
 * Starts a transaction that keeps its locks until it is released.
 * @param work done at once.
 * @param rest done on release, before the commit.
 */
export async function pauseTransaction<Result>(
  database: Postgres,
  work: (tx: Queryable) => Promise<Result>,
  rest: (tx: Queryable, result: Result) => Promise<void> = async () => {},
): Promise<{ release(): Promise<void> }> {
  const paused = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const done = database.transaction(async (tx) => {
    const result = await work(tx);
    paused.resolve();
    await released.promise;
    await rest(tx, result);
  });
  await Promise.race([paused.promise, done]);
  return {
    release: async () => {
      released.resolve();
      await done;
    },
  };
}
