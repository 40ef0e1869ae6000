/** Tests how many WebSockets and event streams may be open at once. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createBroker } from '../../src/subscriptions/broker.ts';
import { createConnections, DEFAULT_CONNECTION_LIMITS } from '../../src/subscriptions/connections.ts';
import { USER } from '../support/accessTokens.ts';
import { type House, startHouse } from '../support/house.ts';

const FOLLOW = 'subscription { orderUpdated(id: "1") { status } }';

async function open(limits: Partial<typeof DEFAULT_CONNECTION_LIMITS>) {
  const house = await startHouse({
    broker: createBroker(),
    connectionLimits: { ...DEFAULT_CONNECTION_LIMITS, ...limits },
  });
  house.orders.set('1', { id: '1', owner: USER, status: 'PENDING' });
  return house;
}

/** @returns the socket, or the HTTP status of the refusal. */
async function webSocket({ url }: House): Promise<WebSocket | string> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const [error] = await Promise.race([once(socket, 'open'), once(socket, 'error')]).catch((reason) => [
    reason,
  ]);
  return error instanceof Error ? error.message : socket;
}

/** Posts over its own connection, which the caller has to end. */
async function post(house: House, query: string, accept: string): Promise<IncomingMessage> {
  const headers = {
    'content-type': 'application/json',
    accept,
    authorization: `Bearer ${await house.tokens.sign()}`,
  };
  const posting = request(`${house.url}/graphql`, { method: 'POST', headers, agent: false });
  posting.end(JSON.stringify({ query }));
  const [response] = (await once(posting, 'response')) as [IncomingMessage];
  return response;
}

const listen = (house: House) => post(house, FOLLOW, 'text/event-stream');

test.each([
  ['connections', 503],
  ['connectionsPerAddress', 429],
])('%s: those beyond are refused, and one that ends makes room', async (limit, status) => {
  await using house = await open({ [limit]: 2 });
  const socket = (await webSocket(house)) as WebSocket;
  expect(socket).toBeInstanceOf(WebSocket);
  const stream = await listen(house);
  expect(stream.statusCode).toBe(200);

  expect(await webSocket(house)).toBe(`Unexpected server response: ${status}`);
  const refused = await listen(house);
  expect([refused.statusCode, JSON.parse(await text(refused)).errors[0].extensions.code]).toEqual([
    status,
    'TOO_MANY_CONNECTIONS',
  ]);
  // Plain requests do not count.
  expect(await text(await post(house, '{ caller { user } }', 'application/json'))).toContain(USER);

  stream.destroy();
  await expect.poll(() => webSocket(house)).toBeInstanceOf(WebSocket);
  expect(await webSocket(house)).toContain(String(status));
  socket.terminate();
  await expect
    .poll(async () => {
      const again = await listen(house);
      again.destroy();
      return again.statusCode;
    })
    .toBe(200);
});

test('requests that are answered at once release their place', async () => {
  await using house = await open({ connections: 1 });
  for (let n = 0; n < 5; n++) {
    const answer = await fetch(`${house.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: n % 2 ? '{}' : '{"query":"{ caller { user } }"}',
    });
    expect(answer.status).toBe(n % 2 ? 400 : 200);
    await answer.text();
  }
});

test('operations of one WebSocket', async () => {
  await using house = await open({ operationsPerConnection: 2 });
  const socket = (await webSocket(house)) as WebSocket;
  const messages: { type: string; id?: string; payload?: unknown }[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  const authorization = `Bearer ${await house.tokens.sign()}`;
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
  await expect.poll(() => messages.length).toBe(1);
  for (const id of ['1', '2', '3']) {
    socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: FOLLOW } }));
  }
  await expect.poll(() => messages.map(({ id, type }) => [id, type])).toHaveLength(4);
  expect(
    messages
      .filter(({ type }) => type === 'next')
      .map(({ id }) => id)
      .sort(),
  ).toEqual(['1', '2']);
  expect(messages.find(({ type }) => type === 'error')).toEqual({
    id: '3',
    type: 'error',
    payload: [
      {
        message: 'At most 2 operations may run on one connection.',
        extensions: { code: 'OPERATION_TOO_COMPLEX' },
      },
    ],
  });
  socket.close();
  await once(socket, 'close');
});

test('a place is released only once', () => {
  const connections = createConnections({ ...DEFAULT_CONNECTION_LIMITS, connections: 2 });
  const first = connections.take('a');
  connections.take('b');
  expect(connections.take('c')).toBe('TOO_MANY');
  for (let n = 0; n < 3; n++) (first as () => void)();
  expect(typeof connections.take('c')).toBe('function');
  expect(connections.take('c')).toBe('TOO_MANY');
});
