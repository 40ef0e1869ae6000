/** Reloads inputs of the gateway while it runs: the supergraph, the manifest of persisted operations. */
import type { Monotonic } from '@holdfast/kit-base/clock';
import { OperatorError } from '@holdfast/kit-base/errors';
import type { Log } from '@holdfast/kit-base/log';

export interface Reloader {
  /**
   * Reads the input again and takes it when it has changed. One that cannot be used is refused with one line
   * in the log, and the last good one stays. Never rejects. A call during a reload reloads once more
   * afterwards.
   */
  reload(): Promise<void>;
}

export type ReloadOutcome = 'reloaded' | 'refused';

export interface ReloaderOptions {
  /** The messages for the log. */
  readonly messages: Readonly<Record<ReloadOutcome, string>>;
  /** Called after each reload unless nothing has changed: for metrics. */
  readonly observe: (outcome: ReloadOutcome) => void;
  readonly now: Monotonic;
  readonly log: Log;
}

/**
 * @param take reads and takes the input. It returns the fields for the log, or null when nothing has changed.
 * It rejects when the input cannot be used: then nothing has changed.
 */
export function createReloader(
  take: () => Promise<Readonly<Record<string, unknown>> | null>,
  { messages, observe, now, log }: ReloaderOptions,
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
      log.info({ ...taken, milliseconds: Math.round(now() - since) }, messages.reloaded);
    } catch (error) {
      observe('refused');
      const reason = error instanceof Error ? error.message : String(error);
      const defect = error instanceof OperatorError ? {} : { err: error };
      log.error({ reason, ...defect }, messages.refused);
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
