/** Whatever a NATS server loses while services run is recreated, and no unpublished event is lost with it. */
import { testNats } from '@holdfast/dev/testing/testNats';
import { hasNatsServer, NATS_SERVER } from '@holdfast/dev/testing/tools';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { describe, expect, test } from 'vitest';
import type { Event } from '../src/event.ts';
import { checkStreams } from '../src/natsRepair.ts';
import { DEAD_STREAM, EVENTS_STREAM, ensureStreams, partitionOf } from '../src/natsStreams.ts';
import { publishUntilDone, SOON } from './lossSupport.ts';
import { change, collector, newId, openBus, registered, statusesOf } from './support.ts';

/** Opens a server with an admin connection. */
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

describe.skipIf(!(await hasNatsServer()))(`NATS loses a stream or a consumer (needs ${NATS_SERVER})`, () => {
  test('a lost stream fails the health check and is recreated; publishing and consumers continue', {
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
      // The services may have recreated it by now; they use the same check.
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

  test('a stream that is not recreated is reported as missing', async () => {
    await using server = await administered();
    await expect(checkStreams(server.manager)).rejects.toThrow(`The stream ${EVENTS_STREAM} is missing.`);
    await ensureStreams(server.manager);
    await server.manager.streams.delete(DEAD_STREAM);
    await expect(checkStreams(server.manager)).rejects.toThrow(`The stream ${DEAD_STREAM} is missing.`);
  });

  test('a consumer that is lost alone is recreated, and gets the events published in the meantime', {
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

  test('a dead letter is resent even if a lost stream had one with the same number', {
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

  test('a dead letter is resent when NATS reports a duplicate of a message that it no longer has', {
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
    // Simulates a recent resend to a subject without consumers, after which the stream was purged.
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
