/**
 * Tests the messages of `graphql-ws`, the sub-protocol of subscriptions-transport-ws, that have no
 * counterpart elsewhere. The main suite also runs over it.
 */
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createBroker } from '../../src/subscriptions/broker.ts';
import { DEFAULT_CONNECTION_LIMITS } from '../../src/subscriptions/connections.ts';
import { USER } from '../support/accessTokens.ts';
import { type House, startHouse } from '../support/house.ts';

let house: House;
beforeAll(async () => {
  house = await startHouse({
    broker: createBroker(),
    connectionLimits: { ...DEFAULT_CONNECTION_LIMITS, operationsPerConnection: 2 },
  });
  house.orders.set('1', { id: '1', owner: USER, status: 'PENDING' });
});
afterAll(() => house[Symbol.asyncDispose]());

const FOLLOW = { query: 'subscription { orderUpdated(id: "1") { status } }' };
const PENDING = { data: { orderUpdated: { status: 'PENDING' } } };

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

async function connect(protocols: string | string[] = 'graphql-ws') {
  const socket = new WebSocket(`${house.url.replace('http', 'ws')}/graphql`, protocols);
  const heard: Message[] = [];
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  const closed = once(socket, 'close');
  await once(socket, 'open');
  const authorization = `Bearer ${await house.tokens.sign()}`;
  return {
    socket,
    heard,
    say: (...messages: unknown[]) => {
      for (const message of messages)
        socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    },
    init: { type: 'connection_init', payload: { authorization } },
    hears: async (count: number) => {
      while (heard.length < count) await once(socket, 'message');
    },
    /** The close code, and the last message before it. */
    ended: async () => [(await closed)[0], heard.at(-1)],
    async [Symbol.asyncDispose]() {
      socket.terminate();
      await closed;
    },
  };
}

test('operations sent along with the first message wait for it', async () => {
  await using client = await connect();
  const id = '"type":"next"';
  client.say(client.init, { id, type: 'start', payload: FOLLOW });
  await client.hears(3);
  expect(client.heard).toEqual([
    { type: 'connection_ack' },
    { type: 'ka' },
    { id, type: 'data', payload: PENDING },
  ]);
  const query = { query: '{ caller { user } }' };
  client.say({ id, type: 'stop' }, { id: '2', type: 'start', payload: query });
  await client.hears(5);
  expect(client.heard.slice(3)).toEqual([
    { id: '2', type: 'data', payload: { data: { caller: { user: USER } } } },
    { id: '2', type: 'complete' },
  ]);
});

test('a faulty operation gets data with errors, and only that operation ends', async () => {
  await using client = await connect();
  client.say(client.init, { id: '1', type: 'start', payload: { query: '{ nothing }' } });
  await client.hears(4);
  const error = { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } };
  expect(client.heard.slice(2)).toMatchObject([
    { id: '1', type: 'data', payload: { errors: [error] } },
    { id: '1', type: 'complete' },
  ]);
  const start = (id: string) => ({ id, type: 'start', payload: FOLLOW });
  client.say(start('1'), start('2'), start('3'));
  await client.hears(8);
  const refused = client.heard.filter(({ id }) => id === '3');
  expect(refused).toMatchObject([
    { payload: { errors: [{ extensions: { code: 'OPERATION_TOO_COMPLEX' } }] } },
    { type: 'complete' },
  ]);
});

test.each([
  ['a wrong token', 4401, [{ type: 'connection_init', payload: { Authorization: 'Bearer x' } }]],
  ['a token that is not a string', 4401, [{ type: 'connection_init', payload: { Authorization: {} } }]],
  ['an operation before the first message', 4401, [{ id: '1', type: 'start', payload: FOLLOW }]],
])('%s: the reason is told, and the connection ends', async (_, code, messages) => {
  await using client = await connect();
  client.say(...messages);
  expect(await client.ended()).toEqual([
    code,
    { type: 'connection_error', payload: { message: 'Unauthorized' } },
  ]);
});

test.each([
  ['another first message', 4429, { type: 'connection_init' }],
  ['an id that is taken', 4409, { id: 'taken', type: 'start', payload: FOLLOW }],
  ['what is no JSON', 4400, 'no JSON'],
  ['no object', 4400, 'null'],
  ['an operation without a document', 4400, { id: '2', type: 'start', payload: {} }],
  ['a message of the other protocol', 4400, { id: '2', type: 'subscribe', payload: FOLLOW }],
  ['a client that terminates', 1000, { type: 'connection_terminate' }],
])('%s ends the connection', async (_, code, message) => {
  await using client = await connect();
  client.say(client.init, { id: 'taken', type: 'start', payload: FOLLOW });
  await client.hears(3);
  client.say(message);
  expect((await client.ended())[0]).toBe(code);
});

test('a client that speaks both gets the newer one; one that speaks neither is not served', async () => {
  await using both = await connect(['graphql-ws', 'graphql-transport-ws']);
  expect(both.socket.protocol).toBe('graphql-transport-ws');
  const stranger = new WebSocket(`${house.url.replace('http', 'ws')}/graphql`, 'soap');
  const [error] = await once(stranger, 'error');
  expect(String(error)).toContain('subprotocol');
});
