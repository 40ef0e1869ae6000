import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { DEAD_STREAM, EVENTS_STREAM } from '../../kit/events/src/natsStreams.ts';

const STREAMS = [EVENTS_STREAM, DEAD_STREAM];

/**
 * The server of `NATS_URL`, which has no events yet and has none afterwards.
 * @throws Error when it has some, which may be somebody's.
 */
export async function givenNats(url: string): Promise<{ readonly url: string } & AsyncDisposable> {
  const { host } = new URL(url);
  const connection = await connect({ servers: host });
  const { streams } = await jetstreamManager(connection);
  const there = (await streams.names().next()).filter((name) => STREAMS.includes(name));
  if (there.length > 0) {
    await connection.close();
    throw new Error(`NATS at ${host} has the streams ${there.join(' and ')}; give the tests one without.`);
  }
  return {
    url,
    async [Symbol.asyncDispose]() {
      for (const name of STREAMS) await streams.delete(name);
      await connection.close();
    },
  };
}
