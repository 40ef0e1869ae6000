import { testNats } from '@holdfast/dev/testing/testNats';
import { hasNatsServer, NATS_SERVER } from '@holdfast/dev/testing/tools';
import { silentLog } from '@holdfast/kit-base/log';
import { type ConsumerMessages, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { describe, expect, test } from 'vitest';
import { startNatsConsumer } from '../src/natsConsumer.ts';
import { EVENTS_STREAM, ensureStreams, PARTITIONS, partitionOf } from '../src/natsStreams.ts';
import { busContract } from './busContract.ts';
import { changes, collector, newId, openBus, statusesOf } from './support.ts';

const available = await hasNatsServer();

describe.skipIf(!available)(`the bus on NATS (needs ${NATS_SERVER})`, () => {
  busContract(testNats);

  test('an event that crashes every process becomes a dead letter, and its partition continues', async () => {
    await using server = await testNats();
    await using bus = await openBus(server.url, { attempts: 2 });
    const consumer = { consumer: 'reports', types: ['OrderChanged'] as const };
    const order = newId();
    await (await bus.subscribe({ ...consumer, handle: async () => {} })).stop();
    await bus.publish(changes(order, 2));
    // Acts like processes that take the event and crash: it is delivered, but never acknowledged.
    const connection = await connect({ servers: new URL(server.url).host });
    await using _ = { [Symbol.asyncDispose]: () => connection.close() };
    const name = `reports-${partitionOf(order)}`;
    const taken = await jetstream(connection).consumers.get(EVENTS_STREAM, name);
    for (let crashes = 0; crashes < 2; crashes++) (await taken.next())?.nak();
    const got = collector();
    await bus.subscribe({ ...consumer, handle: got.add });
    expect(statusesOf(await got.count(1), order)).toEqual(['1']);
    expect(await bus.deadLetters.list()).toMatchObject([{ consumer: 'reports', attempts: 3 }]);
  });

  test('a consumer that cannot open all its partitions takes no events', async () => {
    await using server = await testNats();
    const connection = await connect({ servers: new URL(server.url).host });
    await using _ = { [Symbol.asyncDispose]: () => connection.close() };
    await ensureStreams(await jetstreamManager(connection));
    const client = jetstream(connection);
    const open: ConsumerMessages[] = [];
    const get = client.consumers.get.bind(client.consumers);
    const failing = Object.assign(Object.create(client) as typeof client, {
      consumers: {
        get: async (stream: string, name: string) => {
          if (name === 'reports-7') throw new Error('timeout');
          const consumer = await get(stream, name);
          const consume = consumer.consume.bind(consumer);
          consumer.consume = async (options) => {
            const messages = await consume(options);
            open.push(messages);
            return messages;
          };
          return consumer;
        },
      },
    });
    const retry = { attempts: 2, base: 5, max: 20, random: () => 1 };
    const parts = { url: server.url, name: 'tests', log: silentLog, newId, retry, connection };
    const subscribing = startNatsConsumer(
      { ...parts, client: failing },
      { consumer: 'reports', types: ['OrderChanged'], handle: async () => {} },
    );
    await expect(subscribing).rejects.toThrow('timeout');
    expect(open).toHaveLength(PARTITIONS - 1);
    for (const messages of open)
      expect(await messages[Symbol.asyncIterator]().next()).toMatchObject({ done: true });
  });

  test('an unreachable server is reported in one line', async () => {
    await expect(openBus('nats://127.0.0.1:1')).rejects.toThrow(
      /^the event bus: cannot use NATS JetStream at 127\.0\.0\.1:1 \(.*\); start it, or correct EVENTS_URL of tests\.$/,
    );
  });
});
