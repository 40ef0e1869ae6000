/** How far the service has come in consuming events. */
import type { Queryable } from '@holdfast/kit-postgres/postgres';

export interface Progress {
  /** Events that were applied, each counted once. */
  readonly events: number;
  /** When the newest of them happened. */
  readonly lastEventAt: Date | null;
  /** When that one was applied. */
  readonly lastAppliedAt: Date | null;
}

/** Several rows, so that events which are applied at the same time seldom wait for each other. */
const SHARDS = 16;

/** Counts an event that this transaction applies, and notes when it happened. */
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

export async function readProgress(database: Queryable): Promise<Progress> {
  const { rows } = await database.query<{ events: bigint; event_at: Date; applied_at: Date }>(
    `select sum(events) over ()::bigint as events, event_at, applied_at from progress
     order by event_at desc, applied_at desc limit 1`,
  );
  const [newest] = rows;
  return {
    events: Number(newest?.events ?? 0),
    lastEventAt: newest?.event_at ?? null,
    lastAppliedAt: newest?.applied_at ?? null,
  };
}
