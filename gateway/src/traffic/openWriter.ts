import type { Clock } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import { repeat } from '@holdfast/kit-base/repeat';
import { openTrafficFile } from './file.ts';
import { createTrafficWriter, type TrafficWriter } from './writer.ts';

export interface TrafficSettings {
  readonly file: string;
  /** Milliseconds between two times that it is written. */
  readonly interval: number;
  /** After which what was not sent any more is forgotten. */
  readonly days: number;
}

/** @throws OperatorError when the file cannot be written where it is to be. */
export async function openTrafficWriter(
  { file, days }: TrafficSettings,
  { clock, log }: { clock: Clock; log: Log },
): Promise<TrafficWriter> {
  const stored = await openTrafficFile(file, { clock, log });
  // What is wrong with it is told of now, and not a while later.
  await stored.read();
  return createTrafficWriter({ file: stored, days, clock, log });
}

/**
 * Writes at each interval, and at the end.
 * @param take called before each time: what to add.
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
  // It does not reject: the writer tells by itself what failed.
  const writing = repeat(write, interval, () => {});
  return {
    async stop() {
      await writing.stop();
      await write();
    },
  };
}
