import { type Document, MongoClient } from 'mongodb';
import { expect, test, vi } from 'vitest';
import { createMongoServer, systemEnvironment } from '../../src/mongo/server.ts';
import { describeEmbedded } from './embedded.ts';
import { temporaryDirectory } from './target.ts';

const START = new Date('2026-01-01T00:00:00Z');
const after = (seconds: number) => new Date(START.getTime() + seconds * 1000);

/** Starts a server whose clock the test sets and which looks for expired documents all the time. */
async function openServer(file = ':memory:') {
  let now = START;
  const environment = { ...systemEnvironment, now: () => now };
  const server = await createMongoServer({ file, port: 0, environment, ttlInterval: 10 });
  const client = await MongoClient.connect(server.url);
  return {
    items: client.db('a').collection<Document & { _id: unknown }>('items'),
    set: (seconds: number) => {
      now = after(seconds);
    },
    async [Symbol.asyncDispose]() {
      await client.close();
      await server.close();
    },
  };
}

describeEmbedded('a TTL index', () => {
  test('deletes exactly the documents whose date is that many seconds old', async () => {
    await using server = await openServer();
    const { items } = server;
    await items.createIndex({ at: 1 }, { expireAfterSeconds: 60, name: 'ttl' });
    await items.insertMany([
      { _id: 'old', at: after(0) },
      { _id: 'young', at: after(1) },
      { _id: 'earliest of an array', at: [after(500), after(0)] },
      { _id: 'number', at: 0 },
      { _id: 'text', at: '2020-01-01' },
      { _id: 'null', at: null },
      { _id: 'missing' },
    ] as never);
    const ids = async () => (await items.find().toArray()).map(({ _id }) => _id);
    server.set(59);
    await items.insertOne({ _id: 'another', at: after(400) } as never);
    expect(await ids()).toHaveLength(8);
    server.set(60);
    await vi.waitFor(async () =>
      expect(await ids()).toEqual(['young', 'number', 'text', 'null', 'missing', 'another']),
    );
    server.set(10_000);
    await vi.waitFor(async () => expect(await ids()).toEqual(['number', 'text', 'null', 'missing']));
  });

  test('with a partial filter deletes only documents that match it', async () => {
    await using server = await openServer();
    const { items } = server;
    await items.createIndex({ at: 1 }, { expireAfterSeconds: 0, partialFilterExpression: { done: true } });
    await items.insertMany([
      { _id: 1, at: after(1), done: true },
      { _id: 2, at: after(1), done: false },
    ] as never);
    server.set(2);
    await vi.waitFor(async () => expect(await items.distinct('_id')).toEqual([2]));
  });

  test('deletes more than one batch', async () => {
    await using server = await openServer();
    const { items } = server;
    await items.createIndex({ at: 1 }, { expireAfterSeconds: 0 });
    await items.insertMany(Array.from({ length: 2_500 }, (_, _id) => ({ _id, at: after(1) })) as never);
    server.set(2);
    await vi.waitFor(async () => expect(await items.countDocuments()).toBe(0), 10_000);
  });

  test('is listed with its option, works after a restart, and conflicts with another expiry', async () => {
    await using directory = await temporaryDirectory();
    const file = `${directory.path}/mongo.db`;
    {
      await using server = await openServer(file);
      await server.items.createIndex({ at: 1 }, { expireAfterSeconds: 5, name: 'ttl' });
      await server.items.createIndex({ at: 1 }, { expireAfterSeconds: 5, name: 'ttl' });
      await expect(server.items.createIndex({ at: 1 }, { name: 'ttl' })).rejects.toMatchObject({ code: 85 });
      await server.items.insertOne({ _id: 1, at: after(0) } as never);
    }
    await using server = await openServer(file);
    const [, ttl] = await server.items.indexes();
    expect(ttl).toEqual({ v: 2, key: { at: 1 }, name: 'ttl', expireAfterSeconds: 5 });
    server.set(5);
    await vi.waitFor(async () => expect(await server.items.countDocuments()).toBe(0));
  });
});
