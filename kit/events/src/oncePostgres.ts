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
 * Handles events once, however often each is delivered. The handler's transaction also records that they were
 * handled.
 * @param handle gets the events that had not been handled before, in their order, each once.
 * @returns how many those are; `handle` is not called when there are none.
 */
export function onceAllPostgres<E extends Pick<Event, 'id'>>(
  database: Pick<Postgres, 'transaction'>,
  consumer: string,
  events: readonly E[],
  handle: (tx: Queryable, fresh: readonly E[]) => Promise<void>,
): Promise<number> {
  return database.transaction(async (tx) => {
    const { rows } = await tx.query<{ place: number }>(RECORD, [consumer, events.map(({ id }) => id)]);
    const fresh = rows.flatMap(({ place }) => events[place - 1] ?? []);
    if (fresh.length > 0) await handle(tx, fresh);
    return fresh.length;
  });
}

/** Records in the order of the ids, so that transactions that share events wait for each other but never deadlock. */
const RECORD = `
  with given as (
    select id::uuid, place::int from unnest($2::text[]) with ordinality as given (id, place)
  ), recorded as (
    insert into consumed_events (consumer, event_id) select distinct $1, id from given order by id
    on conflict do nothing returning event_id
  )
  select min(place) as place from given join recorded on event_id = id group by id order by 1`;

/**
 * Handles an event once, like `onceAllPostgres`.
 * @returns false when it had been handled before.
 */
export async function oncePostgres(
  database: Pick<Postgres, 'transaction'>,
  consumer: string,
  event: Pick<Event, 'id'>,
  handle: (tx: Queryable) => Promise<void>,
): Promise<boolean> {
  return (await onceAllPostgres(database, consumer, [event], handle)) > 0;
}

/**
 * Deletes the records of events handled before a time, which must be longer ago than a bus may redeliver an
 * event.
 */
export async function forgetConsumed(database: Queryable, before: Date): Promise<void> {
  await database.query('delete from consumed_events where at < $1', [before]);
}
