import type { Queryable } from '@holdfast/kit-postgres/postgres';

const SHARDS = 16;

/** Counts an event that is applied in this transaction, and when it happened. */
export async function noteProgress(
  tx: Queryable,
  event: { readonly id: string; readonly time: string },
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into progress (shard, events, event_at, applied_at)
     values (abs(hashtext($1)::bigint) % ${SHARDS}, 1, $2, $3)
     on conflict (shard) do update set events = progress.events + 1,
       applied_at = case when excluded.event_at >= progress.event_at then excluded.applied_at else progress.applied_at end,
       event_at = greatest(progress.event_at, excluded.event_at)`,
    [event.id, event.time, now],
  );
}
