import { MongoClient, MongoServerError } from 'mongodb';
import { expect, test } from 'vitest';
import { createMongoServer } from '../../src/mongo/server.ts';
import { credentials as auth, describeEmbedded } from './embedded.ts';

const quick = { serverSelectionTimeoutMS: 2_000 };

describeEmbedded('authentication of the embedded server', () => {
  test('accepts the right user and password, with any authSource', async () => {
    await using server = await createMongoServer({ file: ':memory:', port: 0, auth });
    for (const query of ['', '?authSource=admin', '?authSource=shop', '?authMechanism=SCRAM-SHA-256']) {
      await using client = await MongoClient.connect(server.url + query, quick);
      await client.db('shop').collection('items').insertOne({ a: 1 });
      const status = await client.db('shop').command({ connectionStatus: 1 });
      expect(status['authInfo'].authenticatedUsers).toMatchObject([{ user: auth.user }]);
    }
  });

  test.each([
    ['another password', { username: auth.user, password: 'wrong' }],
    ['another user', { username: 'eve', password: auth.password }],
  ])('%s: AuthenticationFailed', async (_what, given) => {
    await using server = await createMongoServer({ file: ':memory:', port: 0, auth });
    const client = new MongoClient(`mongodb://127.0.0.1:${server.port}/`, { auth: given, ...quick });
    await expect(client.connect()).rejects.toMatchObject({ code: 18, codeName: 'AuthenticationFailed' });
    await client.close();
  });

  test('rejects everything but the greeting without a user: Unauthorized', async () => {
    await using server = await createMongoServer({ file: ':memory:', port: 0, auth });
    await using client = new MongoClient(`mongodb://127.0.0.1:${server.port}/`, quick);
    expect(await client.db('admin').command({ ping: 1 })).toMatchObject({ ok: 1 });
    for (const command of [
      { find: 'items' },
      { insert: 'items', documents: [{ a: 1 }] },
      { listDatabases: 1 },
      { frobnicate: 1 },
    ]) {
      const error = await client
        .db('shop')
        .command(command)
        .catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(MongoServerError);
      expect(error).toMatchObject({ code: 13, codeName: 'Unauthorized' });
    }
  });

  test('a server without authentication has no users', async () => {
    await using server = await createMongoServer({ file: ':memory:', port: 0 });
    const client = new MongoClient(`mongodb://127.0.0.1:${server.port}/`, {
      auth: { username: 'a', password: 'b' },
      ...quick,
    });
    await expect(client.connect()).rejects.toMatchObject({ code: 18 });
    await client.close();
  });
});
