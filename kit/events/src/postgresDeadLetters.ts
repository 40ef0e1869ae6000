import { isId } from '@holdfast/kit-base/ids';
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { JobWithMetadata } from 'pg-boss';
import type { DeadLetter, DeadLetters } from './bus.ts';
import type { Event } from './event.ts';
import { DEAD_LETTERS, type PostgresBusParts, queueOf, within } from './postgresParts.ts';
import { insertJobs, MissingQueue } from './postgresQueues.ts';
import { reasonOf } from './retry.ts';

interface Letter {
  readonly consumer: string;
  readonly event: Event;
  readonly error: string;
  readonly attempts: number;
}

/** Moves a job to the dead letters. Idempotent. */
export async function moveToDeadLetters(
  { boss, database }: Pick<PostgresBusParts, 'boss' | 'database'>,
  dead: {
    queue: string;
    job: JobWithMetadata<object>;
    consumer: string;
    attempts: number;
    error: unknown;
  },
): Promise<void> {
  const { queue, job, consumer, attempts, error } = dead;
  const letter = { consumer, event: job.data, error: reasonOf(error), attempts };
  await database.transaction(async (tx) => {
    await boss.insert(DEAD_LETTERS, [{ id: job.id, data: letter }], within(tx));
    const [moved] = await boss.findJobs(DEAD_LETTERS, { id: job.id, ...within(tx) });
    if (!moved) throw new MissingQueue(DEAD_LETTERS);
    await boss.deleteJob(queue, job.id, within(tx));
  });
}

/** @param wake notifies consumers, at commit, that there are new jobs. */
export function createPostgresDeadLetters(
  { boss, database, newId }: PostgresBusParts,
  wake: (tx: Queryable) => Promise<void>,
): DeadLetters {
  return {
    count: async () => {
      const { rows } = await database.query<{ count: number }>(
        'select count(*)::int as count from pgboss.job where name = $1',
        [DEAD_LETTERS],
      );
      return rows[0]?.count ?? 0;
    },
    list: async () => {
      const jobs = await boss.findJobs<Letter>(DEAD_LETTERS);
      return jobs
        .map(({ id, data, createdOn }): DeadLetter => ({ id, ...data, at: createdOn }))
        .sort((a, b) => a.at.getTime() - b.at.getTime());
    },
    resend: (id) =>
      database.transaction(async (tx) => {
        if (!isId(id)) return false;
        // A concurrent resend of the same letter waits here, and then does not find it.
        await tx.query('select pg_advisory_xact_lock(hashtext($1))', [id]);
        const [job] = await boss.findJobs<Letter>(DEAD_LETTERS, { id, ...within(tx) });
        if (!job) return false;
        await boss.deleteJob(DEAD_LETTERS, id, within(tx));
        const { consumer, event } = job.data;
        const resent = { id: newId(), data: event, singletonKey: event.subject };
        await insertJobs(boss, queueOf(consumer), [resent], tx);
        await wake(tx);
        return true;
      }),
  };
}
