/** What a NATS server loses while services stay up is made again, and no event that was not published is lost with it. */
import { testNats } from '@holdfast/dev/testing/testNats';
import { hasNatsServer, NATS_SERVER } from '@holdfast/dev/testing/tools';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { describe, expect, test } from 'vitest';
import type { Event } from '../src/event.ts';
import { checkStreams } from '../src/natsKeeper.ts';
import { DEAD_STREAM, EVENTS_STREAM, ensureStreams, partitionOf } from '../src/natsStreams.ts';
import { publishUntilDone, SOON } from './lossSupport.ts';
import { change, collector, newId, openBus, registered, statusesOf } from './support.ts';

/** A server, and who administers it. */
async function administered() {
  const server = await testNats();
  const connection = await connect({ servers: new URL(server.url).host });
  return {
    url: server.url,
    connection,
    manager: await jetstreamManager(connection),
    async [Symbol.asyncDispose]() {
      await connection.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

describe.skipIf(!(await hasNatsServer()))(`NATS loses something (needs ${NATS_SERVER})`, () => {
  test('a stream: health says it, it is made again, publishing and consumers go on', {
    timeout: 120_000,
  }, async () => {
    await using server = await administered();
    await ensureStreams(server.manager);
    await checkStreams(server.manager);
    await using consumer = await openBus(server.url);
    const got = collector();
    await consumer.subscribe({ consumer: 'reports', types: ['OrderChanged'], handle: got.add });
    await using service = await openBus(server.url);
    const order = newId();
    await service.publish([change(order, 'before')]);
    await got.count(1);
    for (const name of [EVENTS_STREAM, DEAD_STREAM]) {
      await server.manager.streams.delete(name);
      // The services may have made it again by now; their own look says the same as this one.
      await expect
        .poll(() => checkStreams(server.manager).catch((error: Error) => error.message), SOON)
        .toBeUndefined();
      await publishUntilDone(service, [change(order, `after ${name}`)]);
    }
    expect(statusesOf(await got.count(3), order)).toEqual([
      'before',
      `after ${EVENTS_STREAM}`,
      `after ${DEAD_STREAM}`,
    ]);
    await consumer.check();
    await service.check();
  });

  test('a stream that nobody makes again is said to be missing', async () => {
    await using server = await administered();
    await expect(checkStreams(server.manager)).rejects.toThrow(`The stream ${EVENTS_STREAM} is not there.`);
    await ensureStreams(server.manager);
    await server.manager.streams.delete(DEAD_STREAM);
    await expect(checkStreams(server.manager)).rejects.toThrow(`The stream ${DEAD_STREAM} is not there.`);
  });

  test('a consumer alone: it is made again, and gets what was published meanwhile', {
    timeout: 120_000,
  }, async () => {
    await using server = await administered();
    await using bus = await openBus(server.url);
    const got = collector();
    await bus.subscribe({ consumer: 'reports', types: ['OrderChanged'], handle: got.add });
    const order = newId();
    await server.manager.consumers.delete(EVENTS_STREAM, `reports-${partitionOf(order)}`);
    await bus.publish([change(order, 'meanwhile')]);
    expect(statusesOf(await got.count(1), order)).toEqual(['meanwhile']);
  });

  test('a dead letter is sent again though a lost stream had one of its number', {
    timeout: 120_000,
  }, async () => {
    await using server = await administered();
    await using bus = await openBus(server.url, { attempts: 1 });
    const got = collector();
    let failing = true;
    const handle = async (event: Event) => {
      if (failing) throw new Error('the mail server is down');
      await got.add(event);
    };
    await bus.subscribe({ consumer: 'mail', types: ['UserRegistered'], handle });
    const sendAgain = async (name: string) => {
      failing = true;
      await publishUntilDone(bus, [registered(name)]);
      await expect.poll(async () => (await bus.deadLetters.list()).length, SOON).toBe(1);
      failing = false;
      expect(await bus.deadLetters.resend('1')).toBe(true);
    };
    await sendAgain('first');
    await got.count(1);
    await server.manager.streams.delete(DEAD_STREAM);
    await expect
      .poll(
        () =>
          bus.check().then(
            () => 'up',
            () => 'down',
          ),
        SOON,
      )
      .toBe('up');
    await sendAgain('second');
    expect((await got.count(2)).map(({ data }) => ('name' in data ? data.name : ''))).toEqual([
      'first',
      'second',
    ]);
  });

  test('a dead letter that NATS calls a duplicate of what it has not any more is sent again', {
    timeout: 120_000,
  }, async () => {
    await using server = await administered();
    await using bus = await openBus(server.url, { attempts: 1 });
    const got = collector();
    let failing = true;
    const handle = async (event: Event) => {
      if (failing) throw new Error('the mail server is down');
      await got.add(event);
    };
    await bus.subscribe({ consumer: 'mail', types: ['UserRegistered'], handle });
    await bus.publish([registered('Ada')]);
    await expect.poll(async () => (await bus.deadLetters.list()).length, SOON).toBe(1);
    // Somebody sent it again just now, to a subject that nobody listens to, and purged the stream.
    const letter = await server.manager.direct.getMessage(DEAD_STREAM, { seq: 1 });
    await jetstream(server.connection).publish('holdfast.events.none', '{}', {
      msgID: `dead-1-${letter?.timestamp}`,
    });
    await server.manager.streams.purge(EVENTS_STREAM);
    failing = false;
    expect(await bus.deadLetters.resend('1')).toBe(true);
    expect(await got.count(1)).toHaveLength(1);
  });
});
