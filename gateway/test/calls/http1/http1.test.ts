import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { block, startServerThread } from '@holdfast/dev/testing/serverThread';
import type { Transport } from '@holdfast/kit-http/transport';
import { expect, test } from 'vitest';
import { DEFAULT_CONNECTION_POLICY } from '../../../src/subgraphs/connectionPolicy.ts';
import { createHttp1Transport } from '../../../src/subgraphs/http1/transport.ts';
import { clientOf, mutationOf, queryOf, TIMEOUT, UNAVAILABLE } from '../subgraph.ts';
import { GOOD, MALFORMED } from './answers.ts';
import { startDeaf } from './deaf.ts';
import { answerOf, type RawRequest, startRawServer, writeParts } from './rawServer.ts';

const LONG = 20_000;
const DATA = { data: { ok: true } };
/** Its connection does not time out during a test. */
const KEPT = 'keep-alive: timeout=600';
const ANSWER = answerOf(JSON.stringify(DATA), [KEPT]);
const NO_CONNECTION = { busy: 0, idle: 0, waiting: 0 };
const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

function transportOf(url: string, connections = 8): Transport & AsyncDisposable {
  const transport = createHttp1Transport('stock', url, {
    ...DEFAULT_CONNECTION_POLICY,
    maxConnections: connections,
  });
  return { ...transport, [Symbol.asyncDispose]: () => transport.end() };
}

const send = (
  transport: Transport,
  body: string,
  { headers = {}, timeout = LONG, signal = null }: Partial<Parameters<Transport['send']>[0]> = {},
) => transport.send({ headers, body, timeout, signal });

const write =
  (...bytes: readonly string[]) =>
  ({ socket }: RawRequest) =>
    void socket.write(bytes.join(''), 'latin1');

test('a request is one head and its body', async () => {
  await using server = await startRawServer(write(ANSWER));
  await using transport = transportOf(`${server.url}?a=b%20c`);
  const headers = { 'x-a': 'b', authorization: 'Bearer \xe4\t~' };
  expect(await send(transport, '{"ä":"😀"}', { headers })).toEqual({
    status: 200,
    text: JSON.stringify(DATA),
  });
  expect(server.requests[0]?.head.split('\r\n')).toEqual([
    'POST /graphql?a=b%20c HTTP/1.1',
    `host: 127.0.0.1:${server.port}`,
    'content-type: application/json',
    'accept: application/json',
    'x-a: b',
    'authorization: Bearer \xe4\t~',
    'content-length: 13',
  ]);
  expect(server.requests[0]?.body).toBe('{"ä":"😀"}');
});

test.each([
  ['CR LF', { 'x-a': 'b\r\nx-holdfast-identity: forged' }],
  ['LF', { 'x-a': 'b\nc' }],
  ['CR', { 'x-a': 'b\rc' }],
  ['NUL', { 'x-a': 'b\0c' }],
  ['DEL', { 'x-a': 'b\x7fc' }],
  ['a character beyond Latin-1 that ends in LF when it is cut to a byte', { 'x-a': 'b\u010ac' }],
  ['a name with CR LF', { 'x-a: b\r\nx-b': 'c' }],
  ['a name with a colon', { 'x-a:b': 'c' }],
  ['an empty name', { '': 'c' }],
  ['another length', { 'Content-Length': '1' }],
  ['chunks', { 'transfer-encoding': 'chunked' }],
  ['another host', { HOST: 'a' }],
])('a header with %s is not sent', async (_, headers) => {
  await using server = await startRawServer(write(ANSWER));
  await using transport = transportOf(server.url);
  await expect(send(transport, '{}', { headers: headers as Record<string, string> })).rejects.toMatchObject(
    UNAVAILABLE,
  );
  expect(transport.figures?.()).toEqual(NO_CONNECTION);
  expect(server.connections()).toBe(0);
});

test('answers in two parts, split anywhere, share one connection', async () => {
  const answers = GOOD.filter(({ persistent }) => persistent).slice(0, 12);
  const all = answers.flatMap(({ bytes, text }) => {
    const whole = Buffer.from(bytes);
    return Array.from({ length: whole.length - 1 }, (_, n) => ({
      text,
      parts: [whole.subarray(0, n + 1), whole.subarray(n + 1)],
    }));
  });
  await using server = await startRawServer(({ n, socket }) => void writeParts(socket, all[n]!.parts));
  await using transport = transportOf(server.url);
  for (const { text } of all) expect((await send(transport, '{}')).text).toBe(text);
  expect(server.connections()).toBe(1);
});

test('an answer may arrive byte by byte, in chunks with extensions and trailers', async () => {
  const bytes = `${CHUNKED}5;a="b"\r\n{"dat\r\n6\r\na":{}}\r\n0\r\nx: y\r\n\r\n`;
  await using server = await startRawServer(({ socket }) => void writeParts(socket, bytes));
  await using client = clientOf(server.url);
  expect(await client.ask(queryOf('{ ok }'))).toEqual({ data: {} });
  expect(await client.ask(queryOf('{ ok }'))).toEqual({ data: {} });
  expect(server.connections()).toBe(1);
});

test.each(MALFORMED)('after %s the connection is not reused', async (_, bytes) => {
  await using server = await startRawServer((request) => write(request.n === 0 ? bytes : ANSWER)(request));
  await using client = clientOf(server.url);
  await expect(client.ask(queryOf('{ ok }'))).rejects.toMatchObject(UNAVAILABLE);
  await server.ended(1);
  expect(await client.ask(queryOf('{ ok }'))).toEqual(DATA);
  expect(server.requests.map(({ connection }) => connection)).toEqual([0, 1]);
});

test.each([
  ['a head', 'HTTP/1.1 200 OK\r\ncontent-le'],
  ['a body', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"data"'],
  ['chunks', `${CHUNKED}9\r\n{"data":{\r\n`],
])('%s that is cut off is a broken connection: a query is retried, a mutation is not', async (_, begun) => {
  await using server = await startRawServer(({ n, socket }) => {
    if (n === 1) socket.write(ANSWER);
    else socket.end(begun);
  });
  await using client = clientOf(server.url);
  expect(await client.ask(queryOf('{ ok }'))).toEqual(DATA);
  expect(client.outcomes).toMatchObject([{ retried: true }]);
  await expect(client.ask(mutationOf('mutation { ok }'))).rejects.toMatchObject(UNAVAILABLE);
  expect(server.requests).toHaveLength(3);
});

test('an answer without a length ends with its connection', async () => {
  await using server = await startRawServer(({ socket }) => {
    socket.end(`HTTP/1.1 200 OK\r\n\r\n${JSON.stringify(DATA)}`);
  });
  await using client = clientOf(server.url);
  expect(await client.ask(queryOf('{ ok }'))).toEqual(DATA);
});

test('a kept connection that closes before any answer: a query is retried, a mutation only with its key', async () => {
  await using server = await startRawServer(({ n, connection, socket }) => {
    const isStale = server.requests.some((earlier) => earlier.connection === connection && earlier.n < n);
    if (isStale) socket.destroy();
    else socket.write(ANSWER);
  });
  await using client = clientOf(server.url);
  expect(await client.ask(queryOf('{ ok }'))).toEqual(DATA);
  expect(await client.ask(queryOf('{ ok }'))).toEqual(DATA);
  expect(server.requests.map(({ connection }) => connection)).toEqual([0, 0, 1]);
  expect(await client.ask(mutationOf('mutation { ok }', { idempotent: true }))).toEqual(DATA);
  await expect(client.ask(mutationOf('mutation { ok }'))).rejects.toMatchObject(UNAVAILABLE);
  expect(server.requests.map(({ connection }) => connection)).toEqual([0, 0, 1, 1, 2, 2]);
});

test('a connection that the subgraph closed while idle is not reused', async () => {
  await using server = await startRawServer(write(ANSWER));
  await using transport = transportOf(server.url);
  await send(transport, '{}');
  server.requests[0]!.socket.end();
  await server.ended(1);
  expect(transport.figures?.()).toEqual(NO_CONNECTION);
  expect((await send(transport, '{}')).status).toBe(200);
  expect(server.connections()).toBe(2);
});

test.each([
  ['bytes after it', `${ANSWER}x`],
  ['another answer after it', ANSWER + answerOf('{"data":{"not":"yours"}}')],
  ['connection: close', answerOf(JSON.stringify(DATA), [KEPT, 'connection: close'])],
  ['HTTP/1.0', ANSWER.replace('HTTP/1.1', 'HTTP/1.0')],
  [
    'a keep-alive that ends before a request could arrive',
    answerOf(JSON.stringify(DATA), ['keep-alive: timeout=2']),
  ],
])('an answer with %s is given, and its connection ends', async (_, bytes) => {
  await using server = await startRawServer(write(bytes));
  await using client = clientOf(server.url);
  expect(await client.ask(queryOf('{ ok }'))).toEqual(DATA);
  expect(client.figures()).toEqual(NO_CONNECTION);
  await server.ended(1);
  expect(await client.ask(queryOf('{ ok }'))).toEqual(DATA);
  expect(server.requests.map(({ connection }) => connection)).toEqual([0, 1]);
});

test('bytes on an idle connection never become an answer', async () => {
  await using server = await startRawServer(
    ({ n, socket }) => void socket.write(answerOf(`{"data":{"n":${n}}}`, [KEPT])),
  );
  await using client = clientOf(server.url);
  expect(await client.ask(queryOf('{ n }'))).toEqual({ data: { n: 0 } });
  server.requests[0]!.socket.write(answerOf('{"data":{"n":"another’s"}}'));
  await server.ended(1);
  expect(await client.ask(queryOf('{ n }'))).toEqual({ data: { n: 1 } });
});

test('an idle connection closes two seconds before the subgraph would close it', async () => {
  await using patient = await startRawServer(write(answerOf('', ['Keep-Alive: timeout=63'])));
  await using server = await startRawServer(write(answerOf('', ['Keep-Alive: timeout=3'])));
  await using kept = transportOf(patient.url);
  await using transport = transportOf(server.url);
  await send(kept, '{}');
  await send(transport, '{}');
  const idle = { busy: 0, idle: 1, waiting: 0 };
  expect(transport.figures?.()).toEqual(idle);
  await server.ended(1);
  expect(transport.figures?.()).toEqual(NO_CONNECTION);
  expect(kept.figures?.()).toEqual(idle);
});

test('an answer that arrives before the request is written is returned, and its connection closes', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    // It reads only the beginning.
    socket.once('data', () => void socket.pause().write(ANSWER));
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await using transport = transportOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  expect((await send(transport, ' '.repeat(32_000_000))).text).toBe(JSON.stringify(DATA));
  expect(transport.figures?.()).toEqual(NO_CONNECTION);
  for (const socket of sockets) socket.destroy();
  server.close();
  await once(server, 'close');
});

test('a subgraph that accepts no connection is unavailable after a second, without a retry', async () => {
  await using deaf = await startDeaf();
  await using client = clientOf(`http://127.0.0.1:${deaf.port}/`);
  await expect(client.ask(queryOf('{ ok }'))).rejects.toMatchObject(UNAVAILABLE);
  expect(client.outcomes).toMatchObject([{ retried: false }]);
});

test('a connection made during a pause of the process is used, however long the pause', async () => {
  await using server = await startRawServer(write(ANSWER));
  await using transport = transportOf(server.url);
  const asked = send(transport, '{}');
  block(1_200);
  expect(await asked).toMatchObject({ status: 200 });
});

test('an answer that arrived in time during a pause of the process is returned', async () => {
  await using server = await startServerThread();
  await using transport = transportOf(server.url);
  await send(transport, '{}');
  const asked = send(transport, '{}', { timeout: 200 });
  server.blockUntilAnswered(2);
  block(200);
  expect(await asked).toMatchObject({ status: 200 });
});

test.each([
  ['a client that disconnects', (end: AbortController) => end.abort(), LONG, UNAVAILABLE],
  ['a timeout', () => {}, 60, TIMEOUT],
])(
  '%s closes a connection in the middle of an answer; the next call gets its own answer',
  async (_, end, timeout, told) => {
    await using server = await startRawServer(({ n, socket }) => {
      if (n > 0) return void socket.write(ANSWER);
      // Its rest must not be read as the next call's answer.
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{"data":');
    });
    await using transport = transportOf(server.url, 1);
    const gone = new AbortController();
    const asked = send(transport, '{}', { timeout, signal: gone.signal });
    asked.catch(() => {});
    await server.asked(1);
    await turn();
    end(gone);
    await expect(asked).rejects.toMatchObject(told);
    await server.ended(1);
    expect((await send(transport, '{}')).text).toBe(JSON.stringify(DATA));
  },
);

test('a request given up while its connection opens is not sent, and the connection serves the next', async () => {
  await using server = await startRawServer(write(ANSWER));
  await using transport = transportOf(server.url, 1);
  const gone = new AbortController();
  const asked = send(transport, 'first', { signal: gone.signal });
  gone.abort();
  await expect(asked).rejects.toMatchObject(UNAVAILABLE);
  await send(transport, 'second');
  expect(server.requests.map(({ body }) => body)).toEqual(['second']);
  expect(server.connections()).toBe(1);
});

test('localhost works over IPv4 and IPv6', async () => {
  await using server = await startRawServer(write(ANSWER));
  await using transport = transportOf(`http://localhost:${server.port}/`);
  expect((await send(transport, '{}')).status).toBe(200);
});

test('shutdown waits for calls in flight, queued ones included, and closes idle connections', async () => {
  const held: RawRequest[] = [];
  await using server = await startRawServer((request) => void held.push(request));
  const transport = createHttp1Transport('stock', server.url, {
    ...DEFAULT_CONNECTION_POLICY,
    maxConnections: 2,
  });
  const asked = [1, 2, 3].map((n) => send(transport, String(n)));
  await server.asked(2);
  expect(transport.figures?.()).toEqual({ busy: 2, idle: 0, waiting: 1 });
  let isEnded = false;
  const end = transport.end().then(() => {
    isEnded = true;
  });
  await expect(send(transport, 'late')).rejects.toMatchObject(UNAVAILABLE);
  write(ANSWER)(held[0]!);
  await server.asked(3);
  write(ANSWER)(held[1]!);
  await server.ended(1);
  expect(isEnded).toBe(false);
  write(ANSWER)(held[2]!);
  expect(await Promise.all(asked)).toHaveLength(3);
  await end;
  await server.ended(2);
  expect(server.connections()).toBe(2);
});
