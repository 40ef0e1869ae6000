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

/** Several rows, so that processes which apply events at the same time seldom wait for each other. */
const SHARDS = 16;

/** Counts the events that this transaction applies, and notes when the newest of them happened. */
export async function noteProgress(
  tx: Queryable,
  events: readonly { readonly id: string; readonly time: string }[],
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into progress (shard, events, event_at, applied_at)
     select abs(hashtext($1)::bigint) % ${SHARDS}, cardinality($2::timestamptz[]), max(at), $3
     from unnest($2::timestamptz[]) as at
     on conflict (shard) do update set events = progress.events + excluded.events,
       applied_at = case when excluded.event_at >= progress.event_at then excluded.applied_at else progress.applied_at end,
       event_at = greatest(progress.event_at, excluded.event_at)`,
    [events[0]?.id, events.map(({ time }) => time), now],
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
