import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { testMongo } from '../../../dev/src/testing/mongo.ts';
import { connectMongo } from '../src/mongo.ts';

test('a server that stops answering causes an error within the timeout', async () => {
  await using database = await testMongo();
  let silent = false;
  const proxy = createServer((client) => {
    const server = connect(Number(new URL(database.url).port), '127.0.0.1');
    client.pipe(server);
    server.on('data', (data) => {
      if (!silent) client.write(data);
    });
    for (const socket of [client, server]) socket.on('error', () => {});
    client.on('close', () => server.destroy());
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(database.url);
  url.port = String((proxy.address() as AddressInfo).port);
  const mongo = await connectMongo({ url: url.href, name: 'test', timeout: 500 });
  const things = mongo.db.collection<{ n: number }>('things');
  await things.insertOne({ n: 1 });
  silent = true;
  await expect(things.updateOne({ n: 1 }, { $set: { n: 2 } })).rejects.toThrow(/timed out/);
  silent = false;
  expect(await things.countDocuments({})).toBe(1);
  await mongo.end();
  proxy.close();
});
