import type { Claim, WrittenProgress } from './postgresLog.ts';

/** A partition that this process holds. Events are taken in ascending order, and finished in any order. */
export interface Share {
  readonly partition: number;
  /** Aborts when the partition is given back or lost: no further event is taken, and no further handler starts. */
  readonly leaving: AbortController;
  /** Its handlers that run. */
  readonly running: Set<Promise<void>>;
  /** The last position that was taken or skipped. */
  readonly fetched: number;
  /** True until the events that an earlier holder may have died of are handled. */
  readonly isCareful: boolean;
  /**
   * Takes the event at a position.
   * @returns the number of processes that died of it, or undefined when it was taken or handled before.
   */
  take(position: number): number | undefined;
  /** Notes that there are no more events up to this position; at the log's end if `isEnd`. */
  skipTo(position: number, isEnd: boolean): void;
  finish(position: number): void;
  progress(): WrittenProgress;
  /** Returns true when this progress differs from what was written last. */
  isNew(progress: WrittenProgress): boolean;
  written(progress: WrittenProgress): void;
}

export function createShare(claim: Claim): Share {
  const leaving = new AbortController();
  let fetched = claim.position;
  /** In ascending order, because positions are taken so. */
  const open = new Set<number>();
  let done = new Set(claim.done);
  let { isCareful } = claim;
  let last = { position: claim.position, done: claim.done.length, isCareful };
  return {
    partition: claim.partition,
    leaving,
    running: new Set(),
    get fetched() {
      return fetched;
    },
    get isCareful() {
      return isCareful;
    },
    take: (position) => {
      if (leaving.signal.aborted || position <= fetched) return undefined;
      fetched = position;
      if (done.has(position)) return undefined;
      open.add(position);
      return position === claim.trying ? claim.crashes : 0;
    },
    skipTo: (position, isEnd) => {
      // The events up to there were read for this share, but not taken.
      if (leaving.signal.aborted) return;
      fetched = Math.max(fetched, position);
      if (isEnd && open.size === 0) isCareful = false;
    },
    finish: (position) => {
      open.delete(position);
      done.add(position);
    },
    progress: () => {
      const [first] = open;
      const position = first === undefined ? fetched : first - 1;
      done = new Set([...done].filter((each) => each > position));
      return { partition: claim.partition, position, done: [...done], isCareful };
    },
    isNew: (progress) =>
      progress.position !== last.position ||
      progress.done.length !== last.done ||
      progress.isCareful !== last.isCareful,
    written: (progress) => {
      last = { ...progress, done: progress.done.length };
    },
  };
}
