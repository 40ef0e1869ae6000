/** Keeps the streams there while a process runs: what is lost, by whomever, is made again. */

import type { Log } from '@holdfast/kit-base/log';
import type { Repeating } from '@holdfast/kit-base/repeat';
import { JetStreamApiError, type JetStreamManager } from '@nats-io/jetstream';
import { keep } from './keeper.ts';
import { DEAD_STREAM, EVENTS_STREAM, ensureStreams } from './natsStreams.ts';

/** @throws Error when a stream is missing, or the server does not answer. */
export async function checkStreams({ streams }: JetStreamManager): Promise<void> {
  await createdOf(streams, EVENTS_STREAM);
  await createdOf(streams, DEAD_STREAM);
}

/**
 * @param restore makes again what was in the stream of events and went with it: the consumers. Until it was done it is called
 *   again; by then the stream may have events already.
 */
export function keepStreams(manager: JetStreamManager, log: Log, restore: () => Promise<void>): Repeating {
  /** When the stream was made whose consumers are known to be there. */
  let known: string | undefined;
  const look = async () => {
    const made = await madeAt(manager);
    known ??= made;
    if (made !== known) {
      log.error(
        { stream: EVENTS_STREAM },
        'the stream of events was lost, with what was in it, and is made again',
      );
      await restore();
      known = made;
    }
  };
  return keep('the streams of events', look, log);
}

/** When the stream of events was made: just now, when it was missing. */
async function madeAt(manager: JetStreamManager): Promise<string> {
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
      throw new MissingStream(`The stream ${name} is not there.`, { cause: error });
    throw error;
  }
}
