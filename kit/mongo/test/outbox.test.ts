import { NOT_ATOMIC, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { testMongo } from '@holdfast/dev/testing/mongo';
import { silentLog } from '@holdfast/kit-base/log';
import type { Event } from '@holdfast/kit-events/event';
import { startRelay } from '@holdfast/kit-events/relay';
import { expect, test } from 'vitest';
import { killedAfterPublishing, takingBus } from '../../events/test/outboxSupport.ts';
import { change, changes, clock, newId, statusesOf, upTo } from '../../events/test/support.ts';
import type { Mongo } from '../src/mongo.ts';
import { createMongoOutbox, OUTBOX_INDEX, pushEvents, WITH_EVENTS } from '../src/outbox.ts';

interface Order {
  _id: string;
  n: number;
  outbox?: Event[];
}

async function service({ db }: Mongo) {
  const orders = db.collection<Order>('orders');
  const { key, ...options } = OUTBOX_INDEX;
  await orders.createIndex(key, options);
  const outbox = (now = clock) =>
    createMongoOutbox({
      collections: [db.collection('orders')],
      leases: db.collection('leases'),
      holder: newId(),
      clock: now,
    });
  const writeOrder = (_id: string, events: readonly Event[]) =>
    orders.updateOne({ _id }, { $inc: { n: 1 }, ...pushEvents(events) }, { upsert: true });
  return { orders, outbox, change: writeOrder };
}

unlessFerretdb(test, NOT_ATOMIC)(
  'events are published in the order of their document, and removed afterwards',
  async () => {
    await using mongo = await testMongo();
    const { orders, outbox, change: write } = await service(mongo.mongo);
    const { bus, taken } = takingBus();
    const ids = Array.from({ length: 250 }, newId);
    for (const id of ids) await write(id, changes(id, 3));
    const relay = startRelay({ outbox: outbox(), connect: async () => bus, log: silentLog });
    await Promise.all(ids.slice(0, 20).map((id) => write(id, [change(id, 3)])));
    await taken.count(770);
    await relay.stop();
    for (const [n, id] of ids.entries()) expect(statusesOf(taken.events, id)).toEqual(upTo(n < 20 ? 4 : 3));
    expect(await orders.countDocuments({ 'outbox.id': { $exists: true } })).toBe(0);
  },
);

test('an event written while the relay publishes stays for the next poll', async () => {
  await using mongo = await testMongo();
  const { outbox, change: write } = await service(mongo.mongo);
  const { bus, taken } = takingBus();
  const id = newId();
  await write(id, [change(id, 0)]);
  const box = outbox();
  await box.relay(async (events) => {
    await write(id, [change(id, 1)]);
    await bus.publish(events);
  });
  await box.relay(bus.publish);
  await box.relay(bus.publish);
  expect(statusesOf(taken.events, id)).toEqual(['0', '1']);
});

test('a relay that is killed between publishing and removing publishes again, with the same ids', async () => {
  await using mongo = await testMongo();
  const { outbox, change: write } = await service(mongo.mongo);
  const { bus, taken } = takingBus();
  const id = newId();
  await write(id, changes(id, 2));
  await killedAfterPublishing(outbox().relay, bus.publish);
  // The killed relay still has its lease, so the next one waits until that has expired.
  const later = () => new Date(Date.now() + 6_000);
  const relay = startRelay({ outbox: outbox(later), connect: async () => bus, log: silentLog });
  await taken.count(4);
  await relay.stop();
  expect(statusesOf(taken.events, id)).toEqual(['0', '1', '0', '1']);
  expect(new Set(taken.events.map((event) => event.id)).size).toBe(2);
});

test('only one of two relays works, until it stops or its lease expires', async () => {
  await using mongo = await testMongo();
  const { outbox, change: write } = await service(mongo.mongo);
  const { bus, taken } = takingBus();
  const id = newId();
  await write(id, [change(id, 0)]);
  const [first, second] = [outbox(), outbox()];
  await first.relay(bus.publish);
  await write(id, [change(id, 1)]);
  await second.relay(() => Promise.reject(new Error('published by two')));
  expect(taken.events).toHaveLength(1);
  await first.end?.();
  await second.relay(bus.publish);
  expect(statusesOf(taken.events, id)).toEqual(['0', '1']);
});

test('a relay whose lease has expired does not publish while another one holds it', async () => {
  await using mongo = await testMongo();
  const { outbox, change: write } = await service(mongo.mongo);
  const { bus, taken } = takingBus();
  const id = newId();
  let passed = 0;
  const now = () => new Date(Date.now() + passed);
  const [first, second] = [outbox(now), outbox(now)];
  await write(id, [change(id, 0)]);
  await first.relay(bus.publish);
  passed = 6_000;
  await write(id, [change(id, 1)]);
  await second.relay(bus.publish);
  await write(id, [change(id, 2)]);
  await first.relay(() => Promise.reject(new Error('published by two')));
  await second.relay(bus.publish);
  expect(statusesOf(taken.events, id)).toEqual(['0', '1', '2']);
});

test('a busy relay costs two operations for each batch, whatever the number of documents', async () => {
  await using mongo = await testMongo();
  const { change: write } = await service(mongo.mongo);
  const start = new Date();
  const operations: string[] = [];
  const counted = <C extends object>(collection: C): C =>
    new Proxy(collection, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...given: unknown[]) => {
          operations.push(String(name));
          return member.apply(target, given);
        };
      },
    });
  const outbox = createMongoOutbox({
    collections: [counted(mongo.mongo.db.collection('orders'))],
    leases: counted(mongo.mongo.db.collection('leases')),
    holder: newId(),
    clock: () => start,
  });
  const { bus, taken } = takingBus();
  const rounds = 3;
  for (let round = 0; round < rounds; round++) {
    for (const id of Array.from({ length: 10 }, newId)) await write(id, changes(id, 2));
    await outbox.relay(bus.publish);
  }
  expect(taken.events).toHaveLength(20 * rounds);
  expect(operations).toEqual(['findOne', 'updateOne', ...Array(rounds).fill(['find', 'bulkWrite']).flat()]);
});

unlessFerretdb(test, 'FerretDB 1.24 has another format of explain')(
  'the index finds documents with events',
  async () => {
    await using mongo = await testMongo();
    const { orders, change: write } = await service(mongo.mongo);
    for (const id of Array.from({ length: 50 }, newId)) await orders.insertOne({ _id: id, n: 0, outbox: [] });
    const id = newId();
    await write(id, [change(id, 0)]);
    const { queryPlanner } = await orders.find(WITH_EVENTS).explain('queryPlanner');
    expect(JSON.stringify(queryPlanner.winningPlan)).toMatch(/"indexName":"outbox"/);
  },
);
