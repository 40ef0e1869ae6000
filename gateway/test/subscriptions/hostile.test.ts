/** Tests hostile and vanishing clients. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { newUuid } from '@holdfast/kit-base/ids';
import { silentLog } from '@holdfast/kit-base/log';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createBroker } from '../../src/subscriptions/broker.ts';
import { recognizedHeadersOf } from '../../src/subscriptions/recognizedHeaders.ts';
import { createSubscriber } from '../../src/subscriptions/subscriber.ts';
import { NO_TRAFFIC } from '../../src/traffic/traffic.ts';
import { USER } from '../support/accessTokens.ts';
import { startHouse } from '../support/house.ts';
import { all, TRANSPORTS } from './clients.ts';

const open = () => startHouse({ broker: createBroker(), introspection: false });

async function upgrade(url: string, path: string, headers = ''): Promise<Socket> {
  const { port, host } = new URL(url);
  const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${headers}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  );
  return socket;
}

async function webSocket(url: string, payload: unknown = {}): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  return socket;
}

test('a client that resets a connection with a refused upgrade affects nothing else', async () => {
  await using house = await open();
  for (let n = 0; n < 20; n++) {
    const socket = await upgrade(house.url, '/elsewhere');
    socket.resetAndDestroy();
  }
  expect(await house.ask('{ caller { user } }')).toMatchObject({ data: {} });
});

test('a connection with a refused upgrade closes, although the client keeps its half open', async () => {
  await using house = await open();
  const socket = await upgrade(house.url, '/elsewhere');
  socket.resume();
  await once(socket, 'end');
  const failed = once(socket, 'error');
  const writing = setInterval(() => socket.write('x'), 10);
  await failed;
  clearInterval(writing);
});

for (const [transport, listen] of Object.entries(TRANSPORTS)) {
  const errorsOf = async (url: string, query: string, variables: Record<string, unknown>, token: string) => {
    const answers = await all(listen(url, { query, variables }, token)).catch((errors) => [{ errors }]);
    return answers[0].errors;
  };

  test(`${transport}: a fault beyond the document is refused, and affects nothing else`, async () => {
    await using house = await open();
    const token = await house.tokens.sign();
    const id = 'subscription ($id: ID = "1") { orderUpdated(id: $id) { id } }';
    expect(await errorsOf(house.url, id, { id: null }, token)).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    const more =
      'subscription ($more: Boolean = true) { ...R @include(if: $more) } fragment R on Subscription { orderUpdated(id: "1") { id } }';
    expect(await errorsOf(house.url, more, { more: null }, token)).toMatchObject([
      { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
  });

  test(`${transport}: errors give no hints at a hidden schema`, async () => {
    await using house = await open();
    const token = await house.tokens.sign();
    const errors = await errorsOf(house.url, 'subscription { orderUpdate(id: "1") { id } }', {}, token);
    expect(JSON.stringify(errors)).not.toContain('Did you mean');
  });
}

test('a token that is not a string is refused like a wrong one', async () => {
  await using house = await open();
  for (const authorization of [{ toString: 1, valueOf: 1 }, [], 1, null]) {
    const socket = await webSocket(house.url, { authorization });
    const [code] = await once(socket, 'close');
    expect([authorization, code]).toEqual([authorization, 4401]);
  }
});

test('a client that ignores the close does not delay shutdown', async () => {
  const house = await open();
  const socket = await upgrade(house.url, '/graphql', 'Sec-WebSocket-Protocol: graphql-transport-ws\r\n');
  await once(socket, 'data');
  const began = Date.now();
  await house[Symbol.asyncDispose]();
  expect(Date.now() - began).toBeLessThan(5_000);
  socket.destroy();
}, 40_000);

test('the gateway stops reading from a client that never reads, until it does', async () => {
  await using house = await open();
  const socket = await webSocket(house.url);
  await once(socket, 'message');
  socket.pause();
  const COUNT = 200;
  const text = JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(200_000) } });
  for (let n = 0; n < COUNT; n++) socket.send(text);
  let before = Number.NaN;
  const settled = () => {
    const same = socket.bufferedAmount === before;
    before = socket.bufferedAmount;
    return same;
  };
  await expect.poll(settled, { interval: 300, timeout: 10_000 }).toBe(true);
  expect(socket.bufferedAmount).toBeGreaterThan(10_000_000);
  let pongs = 0;
  socket.on('message', () => pongs++);
  socket.resume();
  await expect.poll(() => pongs, { timeout: 10_000 }).toBe(COUNT);
  socket.terminate();
}, 25_000);

test('operations that a client gives up count while they run', async () => {
  await using house = await open();
  const id = newUuid();
  house.orders.set(id, { id, owner: USER, status: 'PENDING' });
  const socket = await webSocket(house.url, { authorization: `Bearer ${await house.tokens.sign()}` });
  await once(socket, 'message');
  const messages: unknown[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  for (let n = 0; n < 150; n++) {
    socket.send(
      JSON.stringify({
        id: `${n}`,
        type: 'subscribe',
        payload: { query: `{ order(id: "${id}") { status } }` },
      }),
    );
    socket.send(JSON.stringify({ id: `${n}`, type: 'complete' }));
  }
  socket.send(
    JSON.stringify({
      id: 'last',
      type: 'subscribe',
      payload: { query: `{ order(id: "${id}") { status } }` },
    }),
  );
  await expect.poll(() => JSON.stringify(messages)).toContain('OPERATION_TOO_COMPLEX');
  socket.terminate();
});

test('no subscription starts once the others have ended: it would delay shutdown', async () => {
  const sdl =
    'type Query { order: ID } type Order { id: ID } type Subscription { orderUpdated(id: ID!): Order }';
  const schema = buildSchema(sdl);
  const subscriber = createSubscriber({
    guard: () => () => null,
    apollo: { executeOperation: () => Promise.reject(new Error('not here')) },
    schema: () => schema,
    admission: { admit: ({ query }) => ({ text: String(query) }) },
    authenticate: async () => null,
    newDeadline: () => 0,
    introspection: true,
    broker: createBroker(),
    traffic: NO_TRAFFIC,
    newId: () => 'a-request',
    log: silentLog,
  });
  await subscriber.stop();
  const listener = {
    authorization: undefined,
    clientAddress: '',
    headers: recognizedHeadersOf(),
    disconnected: new AbortController().signal,
  };
  const query = 'subscription { orderUpdated(id: "1") { id } }';
  expect(await subscriber.handle({ query }, listener)).toMatchObject({ kind: 'refused' });
});
