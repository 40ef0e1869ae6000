import cluster from 'node:cluster';
import type { Clock } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import { keepWriting, openTrafficWriter, type TrafficSettings } from './openWriter.ts';
import { shareTraffic } from './shareTraffic.ts';
import { createTraffic, type Traffic } from './traffic.ts';

export interface CountedTraffic {
  readonly traffic: Traffic;
  /** Writes the last of it. */
  stop(): Promise<void>;
}

/**
 * Counts for a process that answers. One of several workers gives what it has counted to the process that keeps them.
 * @throws OperatorError when the file cannot be written where it is to be.
 */
export async function countTraffic(
  settings: TrafficSettings,
  { clock, log }: { clock: Clock; log: Log },
): Promise<CountedTraffic> {
  const traffic = createTraffic({ log });
  const writer = cluster.isWorker ? shareTraffic() : await openTrafficWriter(settings, { clock, log });
  return { traffic, ...keepWriting(writer, traffic.take, settings) };
}
