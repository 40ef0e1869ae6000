import { text } from 'node:stream/consumers';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { startDeadline } from '@holdfast/kit-base/deadline';
import { inScope } from '@holdfast/kit-base/scope';
import { NO_SPAN } from '@holdfast/kit-base/span';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { deafServer, httpServer } from '../../http/test/support/servers.ts';
import { createServiceClient, type ServiceClient } from '../src/serviceClient.ts';

const ADD = parse('query ($n: Int!) { add(n: $n) }') as TypedDocumentNode<{ add: number }, { n: number }>;
const LONG = 60_000;

function clientOf(url: string): ServiceClient & AsyncDisposable {
  const client = createServiceClient('inventory', `${url}/graphql`, { sign: async () => 'token' });
  return { ...client, [Symbol.asyncDispose]: () => client.end() };
}

const add = (client: ServiceClient, n: number, timeout: number) =>
  client.call(ADD, { n }, { user: null, timeout });

const fault = (code: string) => ({ extensions: { code, subgraph: 'inventory' } });

/** Starts a server that answers with its input: at once, or after `open` was called. */
async function adder(isOpen: boolean) {
  const gate = Promise.withResolvers<void>();
  const asked: number[] = [];
  if (isOpen) gate.resolve();
  const server = await httpServer(async (request, response) => {
    const { n } = JSON.parse(await text(request)).variables;
    asked.push(n);
    await gate.promise;
    response.end(JSON.stringify({ data: { add: n } }));
  });
  return { ...server, asked, open: () => gate.resolve() };
}

test('a call that waits for a connection ends at its timeout, and is never sent', {
  timeout: 10_000,
}, async () => {
  await using server = await adder(false);
  await using client = clientOf(server.url);
  const held: Promise<unknown>[] = [];
  for (let n = 0; n < 64; n++) {
    held.push(add(client, n, LONG));
    // Calls that wait together would share a connection.
    await expect.poll(() => server.asked.length, { interval: 1 }).toBe(n + 1);
  }
  await expect(add(client, 64, 50)).rejects.toMatchObject(fault('SUBGRAPH_TIMEOUT'));
  server.open();
  expect(await Promise.all(held)).toHaveLength(64);
  expect(await add(client, 65, LONG)).toEqual({ add: 65 });
  expect(server.asked).not.toContain(64);
});

test('a call to a service that accepts no connection ends at its timeout', { timeout: 5_000 }, async () => {
  await using server = await deafServer();
  await using client = clientOf(server.url);
  await expect(add(client, 1, 50)).rejects.toMatchObject(fault('SUBGRAPH_TIMEOUT'));
});

test('a service that accepts no connection is unavailable, however long the timeout is', {
  timeout: 5_000,
}, async () => {
  await using server = await deafServer();
  await using client = clientOf(server.url);
  await expect(add(client, 1, LONG)).rejects.toMatchObject(fault('SUBGRAPH_UNAVAILABLE'));
});

test('a call gets the remaining time of its request, and is aborted with it', async () => {
  const asked = Promise.withResolvers<number>();
  const closed = Promise.withResolvers<void>();
  await using server = await httpServer(({ headers, socket }) => {
    asked.resolve(Number(headers['x-holdfast-timeout']));
    socket.once('close', closed.resolve);
  });
  await using client = clientOf(server.url);
  const deadline = startDeadline('orders', LONG / 2);
  const call = inScope({ requestId: null, span: NO_SPAN, deadline }, () => add(client, 1, LONG));
  call.catch(() => {});
  expect(await asked.promise).toBeLessThanOrEqual(LONG / 2);
  deadline.abandon();
  await expect(call).rejects.toMatchObject(fault('SUBGRAPH_UNAVAILABLE'));
  await closed.promise;
});

test('an answer that stops halfway ends at the timeout', { timeout: 5_000 }, async () => {
  await using server = await httpServer((_, response) => void response.write('{"data":'));
  await using client = clientOf(server.url);
  await expect(add(client, 1, 50)).rejects.toMatchObject(fault('SUBGRAPH_TIMEOUT'));
});

const refusal = { message: 'No.', extensions: { code: 'UNAUTHENTICATED' } };

test.each([
  ['distrust of the caller', 401, { data: null, errors: [refusal] }],
  ['a defect', 500, { data: null, errors: [refusal] }],
  ['an invalid GraphQL response', 200, { data: null, errors: [] }],
])('%s is the service’s fault, not the client’s', async (_, status, body) => {
  await using server = await httpServer((_, response) => {
    response.writeHead(status).end(JSON.stringify(body));
  });
  await using client = clientOf(server.url);
  await expect(add(client, 1, LONG)).rejects.toMatchObject(fault('SUBGRAPH_UNAVAILABLE'));
});

test('a refusal keeps its code', async () => {
  const body = { data: null, errors: [{ message: 'No stock.', extensions: { code: 'CONFLICT' } }] };
  await using server = await httpServer((_, response) => void response.end(JSON.stringify(body)));
  await using client = clientOf(server.url);
  await expect(add(client, 1, LONG)).rejects.toMatchObject({
    message: 'No stock.',
    extensions: { code: 'CONFLICT' },
  });
});
