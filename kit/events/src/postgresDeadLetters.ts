import { isId } from '@holdfast/kit-base/ids';
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { DeadLetter, DeadLetters } from './bus.ts';
import type { Event } from './event.ts';
import { CHANNEL } from './postgresNotices.ts';
import { reasonOf } from './retry.ts';

/** Writes a dead letter, unless this event of the consumer is one already. */
export async function insertDeadLetter(
  database: Queryable,
  dead: {
    id: string;
    consumer: string;
    position: number;
    event: unknown;
    attempts: number;
    error: unknown;
  },
): Promise<void> {
  const { id, consumer, position, event, attempts, error } = dead;
  await database.query(
    `insert into holdfast_bus.dead_letter (id, consumer, position, event, error, attempts)
     values ($1, $2, $3, $4, $5, $6) on conflict (consumer, position) do nothing`,
    [id, consumer, position, JSON.stringify(event), reasonOf(error), attempts],
  );
}

export function createPostgresDeadLetters(database: Queryable): DeadLetters {
  return {
    count: async () => {
      const { rows } = await database.query<{ count: number }>(
        'select count(*)::int as count from holdfast_bus.dead_letter',
      );
      return rows[0]?.count ?? 0;
    },
    list: async () => {
      const { rows } = await database.query<DeadLetter>(
        'select id, consumer, event, error, attempts, at from holdfast_bus.dead_letter order by at, id',
      );
      return rows;
    },
    resend: async (id) => {
      if (!isId(id)) return false;
      // A concurrent resend of the same letter waits for the deletion, and then finds none.
      const { rows } = await database.query<{ event: Event }>(
        `with taken as (delete from holdfast_bus.dead_letter where id = $1 returning consumer, event),
           stored as materialized (select consumer, holdfast_bus.append(array[event ->> 'subject'],
             array[split_part(event ->> 'type', '.', 2)], array[consumer], array[event]) from taken)
         select pg_notify($2, 'resent ' || consumer) from stored`,
        [id, CHANNEL],
      );
      return rows.length > 0;
    },
  };
}
