/** Recreates lost streams while a process runs, whoever deleted them. */

import type { Log } from '@holdfast/kit-base/log';
import type { Repeating } from '@holdfast/kit-base/repeat';
import { JetStreamApiError, type JetStreamManager } from '@nats-io/jetstream';
import { DEAD_STREAM, EVENTS_STREAM, ensureStreams } from './natsStreams.ts';
import { repairPeriodically } from './repair.ts';

/** @throws Error when a stream is missing, or the server does not answer. */
export async function checkStreams({ streams }: JetStreamManager): Promise<void> {
  await createdOf(streams, EVENTS_STREAM);
  await createdOf(streams, DEAD_STREAM);
}

/**
 * Recreates the streams whenever they are lost, until it is stopped.
 * @param restore recreates the consumers, which were lost with the stream of events. It is called again until
 *   it succeeds; by then the stream may have new events.
 */
export function startStreamRepair(
  manager: JetStreamManager,
  log: Log,
  restore: () => Promise<void>,
): Repeating {
  /** The creation time of the stream whose consumers are known to exist. */
  let known: string | undefined;
  const repair = async () => {
    const createdAt = await ensureCreated(manager);
    known ??= createdAt;
    if (createdAt !== known) {
      log.error({ stream: EVENTS_STREAM }, 'the event stream was lost with its events and is recreated');
      await restore();
      known = createdAt;
    }
  };
  return repairPeriodically('the event streams', repair, log);
}

/** Creates the streams if they are missing. Returns the creation time of the stream of events. */
async function ensureCreated(manager: JetStreamManager): Promise<string> {
  try {
    await checkStreams(manager);
  } catch (error) {
    if (!(error instanceof MissingStream)) throw error;
    await ensureStreams(manager);
  }
  return createdOf(manager.streams, EVENTS_STREAM);
}

class MissingStream extends Error {
  override name = 'MissingStream';
}

async function createdOf(streams: JetStreamManager['streams'], name: string): Promise<string> {
  try {
    return (await streams.info(name)).created;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.status === 404)
      throw new MissingStream(`The stream ${name} is missing.`, { cause: error });
    throw error;
  }
}
