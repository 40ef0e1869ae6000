import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { findLastRebuild, type Rebuild } from '../rebuild/queries.ts';
import { readProgress } from './queries.ts';

export interface Status {
  readonly eventsSeen: number;
  readonly lastEventAt: Date | null;
  /** The time from when the newest event happened until it was applied. */
  readonly lagSeconds: number | null;
  readonly consuming: boolean;
  readonly lastRebuild: Rebuild | null;
}

/** @param consuming rejects while the service receives no events. */
export async function readStatus(
  { database }: { readonly database: Queryable },
  consuming: () => Promise<void>,
): Promise<Status> {
  const [progress, lastRebuild, isConsuming] = await Promise.all([
    readProgress(database),
    findLastRebuild(database),
    consuming().then(
      () => true,
      () => false,
    ),
  ]);
  const { events, lastEventAt, lastAppliedAt } = progress;
  return {
    eventsSeen: events,
    lastEventAt,
    lagSeconds: lag(lastEventAt, lastAppliedAt),
    consuming: isConsuming,
    lastRebuild,
  };
}

/** Returns zero for a negative lag: the clocks of two machines may differ. */
function lag(happened: Date | null, applied: Date | null): number | null {
  return happened && applied && Math.max(0, applied.getTime() - happened.getTime()) / 1000;
}
