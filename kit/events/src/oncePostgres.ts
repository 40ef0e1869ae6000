import type { Postgres, Queryable } from '@holdfast/kit-postgres/postgres';
import type { Event } from './event.ts';

/**
 * The table that a consumer's migration must create. `npm run lint` does not check this, so the table's name
 * must never change.
 */
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
 * Handles an event once, however often it is delivered. The handler's transaction also records that the event
 * was handled.
 * @returns false when it had been handled before.
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

/**
 * Deletes the records of events handled before a time, which must be longer ago than a bus may redeliver an
 * event.
 */
export async function forgetConsumed(database: Queryable, before: Date): Promise<void> {
  await database.query('delete from consumed_events where at < $1', [before]);
}
