import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { DEAD_STREAM, EVENTS_STREAM } from '../../kit/events/src/natsStreams.ts';

const STREAMS = [EVENTS_STREAM, DEAD_STREAM];

/**
 * Returns the server of `NATS_URL`. It has no events before the tests and none afterwards.
 * @throws Error when the server has the streams already, because they may hold someone's data.
 */
export async function givenNats(url: string): Promise<{ readonly url: string } & AsyncDisposable> {
  const { host } = new URL(url);
  const connection = await connect({ servers: host });
  const { streams } = await jetstreamManager(connection);
  const there = (await streams.names().next()).filter((name) => STREAMS.includes(name));
  if (there.length > 0) {
    await connection.close();
    throw new Error(
      `NATS at ${host} has the streams ${there.join(' and ')} already. Give the tests a server without them.`,
    );
  }
  return {
    url,
    async [Symbol.asyncDispose]() {
      for (const name of STREAMS) await streams.delete(name);
      await connection.close();
    },
  };
}
