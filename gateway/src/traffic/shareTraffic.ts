/** The counts of several workers go into one file, which the primary process writes. */
import cluster from 'node:cluster';
import type { Log } from '@holdfast/kit-base/log';
import { keepWriting, openTrafficWriter, type TrafficSettings } from './openWriter.ts';
import type { CountedOperation } from './traffic.ts';
import type { TrafficWriter } from './writer.ts';

type Counted = {
  readonly type: 'traffic';
  readonly id: number;
  readonly counted: readonly CountedOperation[];
};
type Added = { readonly type: 'traffic-added'; readonly id: number };

/**
 * Runs in the primary process: writes what the workers share. Stop it once they have ended.
 * @throws OperatorError when the file cannot be written.
 */
export async function gatherTraffic(settings: TrafficSettings, log: Log): Promise<{ stop(): Promise<void> }> {
  const writer = await openTrafficWriter(settings, { clock: () => new Date(), log });
  cluster.on('message', (worker, message: Counted) => {
    if (message.type !== 'traffic') return;
    writer.add(message.counted);
    // The worker may have ended meanwhile.
    if (worker.isConnected())
      worker.send({ type: 'traffic-added', id: message.id } satisfies Added, () => {});
  });
  return keepWriting(writer, () => [], settings);
}

/**
 * Runs in a worker: `write` sends the added counts to the primary process, and resolves once that has them or
 * is gone.
 */
export function shareTraffic(): TrafficWriter {
  let waiting: CountedOperation[] = [];
  let id = 0;
  return {
    add: (counted) => void waiting.push(...counted),
    async write() {
      const counted = waiting;
      if (counted.length === 0 || !process.connected) return;
      waiting = [];
      const message: Counted = { type: 'traffic', id: ++id, counted };
      const { promise, resolve } = Promise.withResolvers<void>();
      const hear = (answer: Added) => {
        if (answer.type === 'traffic-added' && answer.id === message.id) resolve();
      };
      process.on('message', hear);
      process.once('disconnect', resolve);
      process.send?.(message, undefined, undefined, (error: Error | null) => {
        if (error) resolve();
      });
      await promise;
      process.off('message', hear);
      process.off('disconnect', resolve);
    },
  };
}
