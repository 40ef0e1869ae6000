/** Tests connections on which the fast path and Node's HTTP server take turns. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { block } from '@holdfast/dev/testing/serverThread';
import { expect, test } from 'vitest';
import type { Responder } from '../../src/fastPath/handler.ts';
import { addLane } from '../../src/fastPath/lane.ts';
import { createGatewayMetrics } from '../../src/telemetry/metrics.ts';
import { createGatewayTelemetry } from '../../src/telemetry/telemetry.ts';
import { startHouse } from '../support/house.ts';
import { connectRaw } from './rawClient.ts';

const ECHO = 'query ($t: String!) { echo(input: { text: $t }) }';

function post(payload: object, headers = ''): string {
  const body = JSON.stringify(payload);
  return `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n${headers}content-length: ${body.length}\r\n\r\n${body}`;
}

const echo = (t: string) => post({ query: ECHO, variables: { t } });
const GET = 'GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n';
const CHUNKED = (t: string) => {
  const body = JSON.stringify({ query: ECHO, variables: { t } });
  return `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
};

/** Starts a house whose gateway knows the operation, and counts the path that requests take. */
async function startKnowing() {
  const metrics = createGatewayMetrics();
  const telemetry = createGatewayTelemetry(metrics, { newId: () => 'request-id' });
  const house = await startHouse({ telemetry });
  await house.ask(ECHO, { t: 'known' });
  const taken = async (path: string) => {
    const text = await metrics.registry.metrics();
    const counts = text.matchAll(/^gateway_operations_total\{.*road="(\w+)".*\} (\d+)$/gm);
    return [...counts].reduce((sum, [, which, count]) => sum + (which === path ? Number(count) : 0), 0);
  };
  return { house, taken };
}

test('the fast path answers a request that arrives byte by byte', async () => {
  const { house, taken } = await startKnowing();
  await using _ = house;
  await using client = connectRaw(house.url);
  for (const byte of echo('slow')) {
    client.write(byte);
    await new Promise(setImmediate);
  }
  expect((await client.answer())?.body).toBe('{"data":{"echo":"slow"}}\n');
  expect(await taken('short')).toBe(1);
});

test('the two take turns on a connection, and each request gets its own answer, in order', async () => {
  const { house, taken } = await startKnowing();
  await using _ = house;
  await using client = connectRaw(house.url);
  const unknown = post({ query: '{ echo(input: { text: "long" }) }' });
  client.write([echo('1'), GET, echo('2'), unknown, echo('3'), post({ query: '{' }), echo('4')].join(''));
  const bodies: string[] = [];
  for (let n = 0; n < 7; n++) bodies.push((await client.answer())?.body ?? '');
  expect(bodies.map((body) => JSON.parse(body))).toEqual([
    { data: { echo: '1' } },
    { status: 'ok' },
    { data: { echo: '2' } },
    { data: { echo: 'long' } },
    { data: { echo: '3' } },
    { errors: [expect.objectContaining({ extensions: { code: 'GRAPHQL_PARSE_FAILED' } })] },
    { data: { echo: '4' } },
  ]);
  expect(await taken('short')).toBe(4);
});

test('a request without a plain end hands the connection to Node for good', async () => {
  const { house, taken } = await startKnowing();
  await using _ = house;
  await using client = connectRaw(house.url);
  client.write(CHUNKED('a') + echo('b') + CHUNKED('c') + echo('d'));
  for (const t of ['a', 'b', 'c', 'd'])
    expect((await client.answer())?.body).toBe(`{"data":{"echo":"${t}"}}\n`);
  expect(await taken('short')).toBe(0);
});

test('500 requests on each of 20 connections all get their own answers', async () => {
  const { house, taken } = await startKnowing();
  await using _ = house;
  await Promise.all(
    Array.from({ length: 20 }, async (__, connection) => {
      await using client = connectRaw(house.url);
      for (let n = 0; n < 500; n += 50) {
        const names = Array.from({ length: 50 }, (___, k) => `${connection}-${n + k}`);
        client.write(names.map((t, k) => (k % 10 === 9 ? GET : echo(t))).join(''));
        for (const [k, t] of names.entries()) {
          const expected = k % 10 === 9 ? { status: 'ok' } : { data: { echo: t } };
          expect(JSON.parse((await client.answer())?.body ?? '')).toEqual(expected);
        }
      }
    }),
  );
  expect(await taken('short')).toBe(9_000);
});

test.each([
  ['a length twice', 'content-length: 0\r\n', 400],
  ['both a length and transfer-encoding', 'transfer-encoding: chunked\r\n', 400],
  ['a null byte', 'x-a: \0\r\n', 400],
  ['a space before a colon', 'x-a : 1\r\n', 400],
  ['too many headers', `x-a: ${'x'.repeat(20_000)}\r\n`, 431],
])('%s: Node refuses the request, and nothing after it is read as a request', async (_, header, status) => {
  const { house, taken } = await startKnowing();
  await using __ = house;
  await using client = connectRaw(house.url);
  client.write(post({ query: ECHO, variables: { t: 'x' } }, header) + echo('smuggled'));
  expect((await client.ended).startsWith(`HTTP/1.1 ${status} `)).toBe(true);
  expect(await taken('short')).toBe(0);
});

test('Node waits for a client that never sends the rest of its request, and refuses it', async () => {
  const { house } = await startKnowing();
  await using _ = house;
  await using client = connectRaw(house.url);
  client.write(echo('x').slice(0, -1));
  client.end();
  expect(await client.ended).toMatch(/^HTTP\/1\.1 400 /);
});

test('on shutdown an idle connection closes at once, and a busy one with its answer', async () => {
  const { house } = await startKnowing();
  await using _ = house;
  await using idle = connectRaw(house.url);
  idle.write(echo('x'));
  await idle.answer();
  await house.ask('{ order(id: "x") { id } }');
  await using busy = connectRaw(house.url);
  busy.write(post({ query: 'mutation { touch }' }));
  await house.gate.entered;
  const closing = house.gateway.close();
  expect(await idle.ended).toBe('');
  house.gate.open();
  expect((await busy.answer())?.head).toMatch(/\r\nconnection: close/i);
  await closing;
});

test('a request that arrived in time during a pause of the process is answered; a silent client is disconnected', async () => {
  const server = createServer();
  const handle = (_: object, responder: Responder) =>
    responder.answer('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', 'latin1', null, false);
  const times = { headers: 200, keepAlive: 200, silence: 10_000 };
  addLane(server, { fastPath: { handle }, plain: { head: 10_000, body: 10_000 }, times });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await using client = connectRaw(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  client.write(echo('first'));
  expect(await client.answer()).toMatchObject({ body: '' });
  client.write(echo('second'));
  block(300);
  expect(await client.answer()).toMatchObject({ body: '' });
  expect(await client.ended).toBe('');
  server.close();
});
