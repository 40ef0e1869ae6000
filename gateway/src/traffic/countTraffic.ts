import cluster from 'node:cluster';
import type { Clock } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import { keepWriting, openTrafficWriter, type TrafficSettings } from './openWriter.ts';
import { shareTraffic } from './shareTraffic.ts';
import { createTraffic, type Traffic } from './traffic.ts';

export interface CountedTraffic {
  readonly traffic: Traffic;
  /** Writes the remaining counts. */
  stop(): Promise<void>;
}

/**
 * Counts the traffic of a process that answers. One of several workers sends its counts to the primary
 * process.
 * @throws OperatorError when the file cannot be written.
 */
export async function countTraffic(
  settings: TrafficSettings,
  { clock, log }: { clock: Clock; log: Log },
): Promise<CountedTraffic> {
  const traffic = createTraffic({ log });
  const writer = cluster.isWorker ? shareTraffic() : await openTrafficWriter(settings, { clock, log });
  return { traffic, ...keepWriting(writer, traffic.take, settings) };
}
