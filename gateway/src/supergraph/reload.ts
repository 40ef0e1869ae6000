import type { Monotonic } from '@holdfast/kit/clock';
import { OperatorError } from '@holdfast/kit/errors';
import type { Log } from '@holdfast/kit/log';
import { versionOf } from './graph.ts';
import type { Graphs } from './graphs.ts';
import type { Supergraph } from './load.ts';

/** How reloading went so far: for metrics. */
export interface ReloadStatus {
  /** Of the supergraph that operations begin on. */
  readonly version: string;
  readonly reloaded: number;
  readonly refused: number;
  /** Supergraphs replaced that operations still run on. */
  readonly retired: number;
}

export interface Reloader {
  /**
   * Reads the supergraph again, and takes it when it is another one. One that cannot be used is refused with one line in the
   * log, and the last good one stays. Never rejects. Asked for while it reloads, it reloads once more.
   */
  reload(): Promise<void>;
  status(): ReloadStatus;
}

/** @param read loads the supergraph; rejects when it cannot be used. */
export function createReloader(options: {
  readonly read: () => Promise<Supergraph>;
  readonly graphs: Pick<Graphs, 'current' | 'replace' | 'retired'>;
  readonly now: Monotonic;
  readonly log: Log;
}): Reloader {
  const { read, graphs, now, log } = options;
  let reloaded = 0;
  let refused = 0;
  let last = Promise.resolve();
  let waiting: Promise<void> | undefined;

  async function reload(): Promise<void> {
    waiting = undefined;
    const since = now();
    try {
      const supergraph = await read();
      const before = graphs.current();
      if (isSame(before.supergraph, supergraph)) return;
      await graphs.replace(supergraph);
      reloaded++;
      const version = versionOf(supergraph.sdl);
      log.info(
        { version, before: before.version, milliseconds: Math.round(now() - since) },
        'the supergraph was reloaded',
      );
    } catch (error) {
      refused++;
      const reason = error instanceof Error ? error.message : String(error);
      const defect = error instanceof OperatorError ? {} : { err: error };
      log.error({ reason, ...defect }, 'a supergraph was refused, and the last good one stays');
    }
  }

  return {
    reload() {
      if (!waiting) {
        waiting = last.then(reload);
        last = waiting;
      }
      return waiting;
    },
    status: () => ({ version: graphs.current().version, reloaded, refused, retired: graphs.retired }),
  };
}

function isSame(a: Supergraph, b: Supergraph): boolean {
  return a.sdl === b.sdl && JSON.stringify(a.subgraphs) === JSON.stringify(b.subgraphs);
}
