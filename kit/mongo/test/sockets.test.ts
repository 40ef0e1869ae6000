import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { testMongo } from '../../../dev/src/testing/mongo.ts';
import { connectMongo } from '../src/mongo.ts';
import { guardSockets } from '../src/sockets.ts';

async function connectTo(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

test('writing to a closed connection to MongoDB throws, so that the driver does not wait forever', async () => {
  await using database = await testMongo();
  const { port } = new URL(database.url);
  const socket = await connectTo(Number(port));
  expect(socket.write('')).toBe(true);
  socket.destroy();
  expect(() => socket.write('')).toThrow('The connection is closed.');
});

test('other connections are unchanged', async () => {
  await using database = await testMongo();
  const mongo = await connectMongo({ url: database.url, name: 'test' });
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const socket = await connectTo((server.address() as AddressInfo).port);
    socket.destroy();
    expect(socket.write('')).toBe(false);
  } finally {
    server.close();
    await mongo.end();
  }
});

test('writing also throws after the peer has ended the connection, when Node uses another `write`', async () => {
  const server = createServer((socket) => socket.end());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  guardSockets([port]);
  try {
    const socket = await connectTo(port);
    socket.resume();
    await once(socket, 'close');
    expect(() => socket.write('')).toThrow('The connection is closed.');
  } finally {
    server.close();
  }
});
