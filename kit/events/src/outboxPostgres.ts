/**
 * Events in the transaction of the change that they tell of, and how they get to the bus.
 *
 * Those of one aggregate are published in the order of their sequence numbers, which is the order in which they
 * happened: a writer takes a number only when it holds the lock of the aggregate's row, and keeps that until it commits.
 * Events of different aggregates may become visible out of that order (a smaller number may be committed later); since
 * rows are deleted by what was read, and not up to a number, none is passed over.
 */

import type { Postgres, Queryable } from '@holdfast/kit-postgres/postgres';
import type { Event } from './event.ts';
import type { Outbox } from './outbox.ts';

/** What a service's migration has to make. Copy it: a migration that was applied never changes. */
export const OUTBOX_TABLE = `
create table outbox (
  sequence bigint generated always as identity primary key,
  id uuid not null unique,
  event jsonb not null
);
`;

/**
 * For a service whose triggers write its events: SQL functions that make the same envelope as `newEvent`, for its migration.
 * `insert into outbox (id, event) select id, new_event(id, 'payments', 'PaymentVoided', …) from (select uuidv7() as id, …)`.
 */
export const EVENT_FUNCTIONS = `
-- How the API and events write a moment: RFC 3339, UTC.
create function moment(at timestamptz) returns text language sql stable
return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

-- The trace of what is being done, while traces are exported: the program says it at the beginning of a transaction in the
-- setting, and of a statement alone in a comment before it.
create function current_trace() returns text language sql volatile
return coalesce(nullif(current_setting('holdfast.traceparent', true), ''),
  substring(current_query() from '^/\\*traceparent=''([0-9a-f-]{55})''\\*/'));

-- An event's envelope: CloudEvents 1.0. With the trace that it happened in.
create function new_event(id uuid, source text, type text, subject uuid, at timestamptz, data jsonb) returns jsonb
language sql volatile
return jsonb_build_object('specversion', '1.0', 'id', id, 'source', '/' || source, 'type', 'holdfast.' || type || '.v1',
  'subject', subject, 'time', moment(at), 'datacontenttype', 'application/json',
  'dataschema', 'https://holdfast.example/schema/events/' || type || '.v1.json', 'data', data)
  || jsonb_strip_nulls(jsonb_build_object('traceparent', current_trace()));
`;

/** Events that are looked for to be shown. */
const SHOWN = 1_000;

/** Events published in one go. */
const BATCH = 500;

/**
 * Milliseconds that publishing may take. A process whose machine is gone keeps the lock no longer: the server would not
 * hear of its end for hours.
 */
const PUBLISHING = 30_000;

/** Any number that no other program locks in a service's database. */
const LOCK = 7_404_202;

/** Adds events, in this order. In the transaction of the change, after it locked or wrote the rows of the aggregates. */
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
 * The outbox of a service's database. Of several processes one relays at a time: the one that holds the lock for the
 * transaction in which it publishes. It is the connection that holds it, so a process that dies leaves it.
 */
export function createPostgresOutbox(database: Pick<Postgres, 'query' | 'transaction'>): Outbox {
  return {
    relay: async (publish) => {
      // Most looks find nothing: they cost one short query.
      const { rows } = await database.query<{ any: boolean }>('select exists (select from outbox) as any');
      if (!rows[0]?.any) return false;
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
