import type { Clock } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import type { StoredTraffic } from './file.ts';
import { merge } from './merge.ts';
import type { CountedOperation } from './traffic.ts';

export interface TrafficWriter {
  /** Adds counts to the next write. */
  add(counted: readonly CountedOperation[]): void;
  /**
   * Writes what was added since the last write. Never rejects: a failure is logged, and the next call tries
   * again.
   */
  write(): Promise<void>;
}

export interface WriterOptions {
  readonly file: StoredTraffic;
  readonly days: number;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Creates a writer that adds counts to a file. One process should write a file; what another has written
 * meanwhile is kept.
 */
export function createTrafficWriter({ file, days, clock, log }: WriterOptions): TrafficWriter {
  let waiting: CountedOperation[][] = [];
  let writing = Promise.resolve();

  async function writeWaiting(): Promise<void> {
    const taken = waiting;
    if (taken.length === 0) return;
    waiting = [];
    const now = clock();
    try {
      await file.write(merge(await file.read(), taken.flat(), { now, days }));
    } catch (error) {
      // Merged, so that a full disk does not fill the memory.
      waiting = [compact(taken.flat()), ...waiting];
      log.error({ err: error }, 'the traffic file could not be written');
    }
  }

  return {
    add(counted) {
      if (counted.length > 0) waiting.push([...counted]);
    },
    write() {
      writing = writing.then(writeWaiting);
      return writing;
    },
  };
}

/** Returns the same counts, within the bounds. */
function compact(counted: readonly CountedOperation[]): CountedOperation[] {
  const { operations } = merge({ version: 1, operations: [] }, counted, { now: new Date(0), days: 1 });
  return operations.map((operation) => ({
    ...operation,
    clients: operation.clients.map(({ name, version, count }) => ({ name, version, count })),
  }));
}
