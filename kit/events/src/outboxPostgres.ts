/**
 * The outbox on PostgreSQL: events are written in the transaction of the change that they describe, and
 * published by the relay.
 *
 * Events of one aggregate are published in the order of their sequence numbers, which is the order in which
 * they happened: a writer gets a number only while it holds the lock of the aggregate's row, and keeps the
 * lock until it commits. Events of different aggregates may become visible in another order, because a
 * smaller number may be committed later. None is skipped, because the relay deletes the rows that it has
 * read, not all rows up to a number.
 */

import type { Postgres, Queryable } from '@holdfast/kit-postgres/postgres';
import type { Event } from './event.ts';
import type { Outbox } from './outbox.ts';

/** The table that a service's migration must create. Copy it, because an applied migration never changes. */
export const OUTBOX_TABLE = `
create table outbox (
  sequence bigint generated always as identity primary key,
  id uuid not null unique,
  event jsonb not null
);
`;

/**
 * SQL functions that create the same envelope as `newEvent`, for the migration of a service whose triggers
 * write its events. `insert into outbox (id, event) select id, new_event(id, 'payments', 'PaymentVoided', …)
 * from (select uuidv7() as id, …)`.
 */
export const EVENT_FUNCTIONS = `
-- Formats a time like the API and events do: RFC 3339, UTC.
create function moment(at timestamptz) returns text language sql stable
return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

-- Returns the current trace while traces are exported. The program passes it in a setting at the start of a transaction, or in a
-- comment before a single statement.
create function current_trace() returns text language sql volatile
return coalesce(nullif(current_setting('holdfast.traceparent', true), ''),
  substring(current_query() from '^/\\*traceparent=''([0-9a-f-]{55})''\\*/'));

-- Creates an event's envelope (CloudEvents 1.0) with the current trace.
create function new_event(id uuid, source text, type text, subject uuid, at timestamptz, data jsonb) returns jsonb
language sql volatile
return jsonb_build_object('specversion', '1.0', 'id', id, 'source', '/' || source, 'type', 'holdfast.' || type || '.v1',
  'subject', subject, 'time', moment(at), 'datacontenttype', 'application/json',
  'dataschema', 'https://holdfast.example/schema/events/' || type || '.v1.json', 'data', data)
  || jsonb_strip_nulls(jsonb_build_object('traceparent', current_trace()));
`;

/** The maximum number of events that the metrics count. */
const SHOWN = 1_000;

/** The maximum number of events that are published at once. */
const BATCH = 500;

/**
 * Milliseconds that publishing may take. After that, the server takes the lock from the process: without a
 * limit, it would not notice for hours that the process's machine has died.
 */
const PUBLISHING = 30_000;

/** An arbitrary number that no other program locks in a service's database. */
const LOCK = 7_404_202;

/**
 * Adds events in this order. Call it in the transaction of the change, after it has locked or written the
 * rows of the aggregates.
 */
export async function insertEvents(tx: Queryable, events: readonly Event[]): Promise<void> {
  if (events.length === 0) return;
  await tx.query(
    `insert into outbox (id, event)
     select (event ->> 'id')::uuid, event from jsonb_array_elements($1::jsonb) with ordinality as e (event, place)
     order by place`,
    [JSON.stringify(events)],
  );
}

/**
 * Creates the outbox of a service's database. Only one process relays at a time: the one whose transaction
 * holds the lock while it publishes. The lock belongs to the connection, so a process that crashes releases
 * it.
 * @param options.quietPoll see `Outbox`: for a service that writes events only for requests and consumed events.
 */
export function createPostgresOutbox(
  database: Pick<Postgres, 'query' | 'transaction'>,
  options: Pick<Outbox, 'quietPoll'> = {},
): Outbox {
  let foundSome = false;
  return {
    ...options,
    relay: async (publish) => {
      // Most polls find nothing, and cost only this short query. After one that found events, the next is
      // likely to find some too.
      if (!foundSome) {
        const { rows } = await database.query<{ any: boolean }>('select exists (select from outbox) as any');
        if (!rows[0]?.any) return false;
      }
      foundSome = false;
      return database.transaction(
        async (tx) => {
          const lock = await tx.query<{ held: boolean }>('select pg_try_advisory_xact_lock($1) as held', [
            LOCK,
          ]);
          if (!lock.rows[0]?.held) return false;
          const found = await tx.query<{ sequence: bigint; event: Event }>(
            'select sequence, event from outbox order by sequence limit $1',
            [BATCH],
          );
          if (found.rows.length === 0) return false;
          foundSome = true;
          await publish(found.rows.map(({ event }) => event));
          const sequences = found.rows.map(({ sequence }) => sequence);
          await tx.query('delete from outbox where sequence = any ($1)', [sequences]);
          return found.rows.length === BATCH;
        },
        { pause: PUBLISHING },
      );
    },
    waiting: async () => {
      const { rows } = await database.query<{ unsent: number; seconds: number }>(
        `select count(*)::int as unsent,
           coalesce(extract(epoch from now() - min((event ->> 'time')::timestamptz)), 0)::float8 as seconds
         from (select event from outbox order by sequence limit $1) as waiting`,
        [SHOWN],
      );
      return { unsent: rows[0]?.unsent ?? 0, oldestSeconds: Math.max(0, rows[0]?.seconds ?? 0) };
    },
  };
}
