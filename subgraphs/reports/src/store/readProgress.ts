import type { Queryable } from '@holdfast/kit-postgres/postgres';

export interface Progress {
  /** Events that were applied, each once. */
  readonly events: number;
  /** When the newest of them happened. */
  readonly lastEventAt: Date | null;
  /** When that one was applied. */
  readonly lastAppliedAt: Date | null;
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
