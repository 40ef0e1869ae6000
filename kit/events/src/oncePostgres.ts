import type { Postgres, Queryable } from '@holdfast/kit-postgres/postgres';
import type { Event } from './event.ts';

/** What a migration of a consumer has to make; `npm run lint` does not see it, so the table's name is for ever. */
export const CONSUMED_EVENTS_TABLE = `
create table consumed_events (
  consumer text not null,
  event_id uuid not null,
  at timestamptz not null default now(),
  primary key (consumer, event_id)
);
create index consumed_events_by_age on consumed_events (at);
`;

/**
 * Handles an event once, however often it is delivered: that it was is written in the transaction of what it does.
 * @returns false when it had been handled.
 */
export async function oncePostgres(
  database: Pick<Postgres, 'transaction'>,
  consumer: string,
  event: Pick<Event, 'id'>,
  handle: (tx: Queryable) => Promise<void>,
): Promise<boolean> {
  return database.transaction(async (tx) => {
    const { rowCount } = await tx.query(
      'insert into consumed_events (consumer, event_id) values ($1, $2) on conflict do nothing',
      [consumer, event.id],
    );
    if (rowCount === 0) return false;
    await handle(tx);
    return true;
  });
}

/** Forgets events that were handled before then: longer ago than a bus may deliver one again. */
export async function forgetConsumed(database: Queryable, before: Date): Promise<void> {
  await database.query('delete from consumed_events where at < $1', [before]);
}
