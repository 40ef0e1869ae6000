import type { Clock } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import { repeat } from '@holdfast/kit-base/repeat';
import { openTrafficFile } from './file.ts';
import { createTrafficWriter, type TrafficWriter } from './writer.ts';

export interface TrafficSettings {
  readonly file: string;
  /** The milliseconds between two writes. */
  readonly interval: number;
  /** The days after which an operation or client that was not seen is dropped. */
  readonly days: number;
}

/** @throws OperatorError when the file cannot be written. */
export async function openTrafficWriter(
  { file, days }: TrafficSettings,
  { clock, log }: { clock: Clock; log: Log },
): Promise<TrafficWriter> {
  const stored = await openTrafficFile(file, { clock, log });
  // A broken file is reported now, rather than at the first write.
  await stored.read();
  return createTrafficWriter({ file: stored, days, clock, log });
}

/**
 * Writes at each interval, and at the end.
 * @param take called before each write; returns the counts to add.
 */
export function keepWriting(
  writer: TrafficWriter,
  take: () => Parameters<TrafficWriter['add']>[0],
  { interval }: Pick<TrafficSettings, 'interval'>,
): { stop(): Promise<void> } {
  const write = async () => {
    writer.add(take());
    await writer.write();
  };
  // It does not reject: the writer logs failures itself.
  const writing = repeat(write, interval, () => {});
  return {
    async stop() {
      await writing.stop();
      await write();
    },
  };
}
