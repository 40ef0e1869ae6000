import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { createMongoServer } from '../../src/mongo/server.ts';
import { provisionMongo } from '../../src/provision/mongo.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { credentials as auth, describeEmbedded } from './embedded.ts';

const PASSWORDS = { users: 'of-the-users-0000', orders: 'of-the-orders-000' };
const quick = { serverSelectionTimeoutMS: 2_000 };
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: { codeName?: string }) => error.codeName,
  );

describeEmbedded('users of the embedded server', () => {
  test('each may use only its own database, even after a restart, and a new password replaces the old one', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'mongo.sqlite');
    const first = await createMongoServer({ file, port: 0, auth });
    const urls = await provisionMongo(first.url, PASSWORDS);
    {
      await using client = await MongoClient.connect(urls.users, quick);
      const [own, foreign] = [client.db('holdfast_users'), client.db('holdfast_orders')];
      expect(await codeOf(own.collection('items').insertOne({ a: 1 }))).toBe('ok');
      expect(await codeOf(foreign.collection('items').insertOne({ a: 1 }))).toBe('Unauthorized');
      expect(await codeOf(foreign.collection('items').findOne({}))).toBe('Unauthorized');
      expect(await codeOf(own.command({ createUser: 'eve', pwd: 'x', roles: [] }))).toBe('Unauthorized');
      expect(await codeOf(client.db('admin').command({ listDatabases: 1 }))).toBe('Unauthorized');
    }
    await first.close();

    await using again = await createMongoServer({ file, port: first.port, auth });
    await (await MongoClient.connect(urls.users, quick)).close();
    const changed = await provisionMongo(again.url, { users: 'another-password-0' });
    expect(await codeOf(MongoClient.connect(urls.users, quick))).toBe('AuthenticationFailed');
    await (await MongoClient.connect(changed.users, quick)).close();
    const crossed = urls.orders.replace('authSource=holdfast_orders', 'authSource=holdfast_users');
    expect(await codeOf(MongoClient.connect(crossed, quick))).toBe('AuthenticationFailed');
  });

  test('an unknown role, an existing user and a missing user are rejected by name', async () => {
    await using server = await createMongoServer({ file: ':memory:', port: 0, auth });
    await using client = await MongoClient.connect(server.url, quick);
    const shop = client.db('shop');
    const roles = ['readWrite'];
    expect(await codeOf(shop.command({ updateUser: 'ann', pwd: 'x' }))).toBe('UserNotFound');
    expect(await codeOf(shop.command({ createUser: 'ann', pwd: 'x', roles: ['root'] }))).toBe(
      'NotImplemented',
    );
    expect(await codeOf(shop.command({ createUser: 'ann', pwd: 'x', roles }))).toBe('ok');
    expect(await codeOf(shop.command({ createUser: 'ann', pwd: 'x', roles }))).toBe('Location51003');
    expect(await codeOf(shop.command({ updateUser: auth.user, pwd: 'x' }))).toBe('NotImplemented');
  });

  test('as a replica set of one, the server is found only by the name of the set', async () => {
    await using named = await createMongoServer({
      file: ':memory:',
      port: 0,
      auth,
      replicaSet: { name: 'shop', member: '127.0.0.1:1' },
    });
    // Clients continue with the address that the member reports; no server listens on port 1.
    const elsewhere = new MongoClient(`${named.url}?replicaSet=shop`, { serverSelectionTimeoutMS: 500 });
    await expect(elsewhere.connect()).rejects.toThrow(/127\.0\.0\.1:1/);
    await elsewhere.close();
    const other = new MongoClient(`${named.url}?replicaSet=other`, { serverSelectionTimeoutMS: 500 });
    await expect(other.connect()).rejects.toThrow(/selection/);
    await other.close();
  });
});
