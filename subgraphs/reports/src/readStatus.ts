import type { Dependencies } from './dependencies.ts';
import { readProgress } from './store/readProgress.ts';
import { findLastRebuild, type Rebuild } from './store/rebuilds.ts';

export interface Status {
  readonly eventsSeen: number;
  readonly lastEventAt: Date | null;
  /** From when the newest event happened until it was applied. */
  readonly lagSeconds: number | null;
  readonly consuming: boolean;
  readonly lastRebuild: Rebuild | null;
}

/** @param consuming rejects while no events come. */
export async function readStatus(
  { database }: Pick<Dependencies, 'database'>,
  consuming: () => Promise<void>,
): Promise<Status> {
  const [progress, lastRebuild, comes] = await Promise.all([
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
    consuming: comes,
    lastRebuild,
  };
}

/** Clocks of two machines may differ: below zero is zero. */
function lag(happened: Date | null, applied: Date | null): number | null {
  return happened && applied && Math.max(0, applied.getTime() - happened.getTime()) / 1000;
}
