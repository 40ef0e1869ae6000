/** Reads again, while the gateway runs, what it was started with: the supergraph, the manifest of persisted operations. */
import type { Monotonic } from '@holdfast/kit-base/clock';
import { OperatorError } from '@holdfast/kit-base/errors';
import type { Log } from '@holdfast/kit-base/log';

export interface Reloader {
  /**
   * Reads it again, and takes it when it is another one. One that cannot be used is refused with one line in the log, and the
   * last good one stays. Never rejects. Asked for while it reloads, it reloads once more.
   */
  reload(): Promise<void>;
}

export type ReloadOutcome = 'reloaded' | 'refused';

export interface ReloaderOptions {
  /** The sentences of the log. */
  readonly says: Readonly<Record<ReloadOutcome, string>>;
  /** Called after each time, but not when nothing has changed: for metrics. */
  readonly observe: (outcome: ReloadOutcome) => void;
  readonly now: Monotonic;
  readonly log: Log;
}

/**
 * @param take reads and takes it.
 * It gives what the log is to say of it, or null when it is the same as before.
 * It rejects when it cannot be used: then nothing has changed.
 */
export function createReloader(
  take: () => Promise<Readonly<Record<string, unknown>> | null>,
  { says, observe, now, log }: ReloaderOptions,
): Reloader {
  let last = Promise.resolve();
  let waiting: Promise<void> | undefined;

  async function reload(): Promise<void> {
    waiting = undefined;
    const since = now();
    try {
      const taken = await take();
      if (!taken) return;
      observe('reloaded');
      log.info({ ...taken, milliseconds: Math.round(now() - since) }, says.reloaded);
    } catch (error) {
      observe('refused');
      const reason = error instanceof Error ? error.message : String(error);
      const defect = error instanceof OperatorError ? {} : { err: error };
      log.error({ reason, ...defect }, says.refused);
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
  };
}
