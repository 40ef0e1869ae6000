/** Tests clients that are slow, silent, or too many. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { type HttpLimits, httpLimits, limitHttp, serverOptionsFor } from '../../src/http/httpLimits.ts';
import { startHouse } from '../support/house.ts';
import { recordedLog } from './recordedLog.ts';

/** A server with these limits, whose answers are larger than a socket's buffers. */
async function limited(change: Partial<HttpLimits>) {
  const limits = { ...httpLimits(100, 1_000), ...change };
  const { log, lines } = recordedLog();
  const server = createServer(serverOptionsFor(limits), (request, response) => {
    request.resume().on('end', () => response.end(Buffer.alloc(64_000_000)));
  });
  limitHttp(server, limits, log);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets: Socket[] = [];
  return {
    server,
    lines,
    connect() {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      socket.on('error', () => {});
      sockets.push(socket);
      return socket;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

test.each([
  ['headers', { headers: 200 }, 'POST /graphql HTTP/1.1\r\nhost: a\r\n'],
  ['body', { headers: 200, request: 300 }, 'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\n{'],
])('who does not finish the %s is sent away', async (_, limits, sent) => {
  await using it = await limited(limits);
  const socket = it.connect();
  socket.write(sent);
  expect(await text(socket)).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n/);
});

test('a client that does not read its answer is disconnected', async () => {
  await using it = await limited({ silence: 300 });
  const socket = it.connect();
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  const [, response] = await once(it.server, 'request');
  await once(response, 'close');
  expect(response.writableFinished).toBe(false);
});

test('connections beyond the limit are refused, and the log says so once', async () => {
  await using it = await limited({ connections: 2 });
  await Promise.all([it.connect(), it.connect()].map((socket) => once(socket, 'connect')));
  for (const _ of [1, 2, 3]) await once(it.connect(), 'close');
  expect(it.lines).toMatchObject([{ level: 'warn', fields: { connections: 2 } }]);
});

test('the gateway applies these limits, and never disconnects a client whose operation is still running', async () => {
  await using house = await startHouse();
  const response = await fetch(`${house.url}/graphql`, { headers: { 'x-much': 'x'.repeat(20_000) } });
  expect(response.status).toBe(431);
  const limits = httpLimits(10, 600_000);
  expect(limits.silence).toBeGreaterThan(600_000);
  expect(httpLimits(10, 1).silence).toBeGreaterThan(limits.keepAlive);
});
