import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Transport } from '@holdfast/kit-http/transport';
import { expect, test } from 'vitest';
import { createSubgraphTransport } from '../src/subgraphs/transport.ts';

const CONNECTIONS = 128;
const LONG = 60_000;

/** A transport with every connection waiting for an answer; `release` sends it. */
async function occupied() {
  const waiting: ServerResponse[] = [];
  const bodies: string[] = [];
  const full = Promise.withResolvers<void>();
  let isOpen = false;
  const server = createServer(async (request, response) => {
    bodies.push(await text(request));
    if (isOpen) response.end();
    else if (waiting.push(response) === CONNECTIONS) full.resolve();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const transport = createSubgraphTransport({ name: 'orders', url });
  const held = Array.from({ length: CONNECTIONS }, () => send(transport, 'held', LONG));
  await full.promise;
  return {
    transport,
    bodies,
    async release() {
      isOpen = true;
      for (const response of waiting) response.end();
      await Promise.all(held);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await Promise.allSettled(held);
      await transport.end();
    },
  };
}

const send = (transport: Transport, body: string, timeout: number, signal: AbortSignal | null = null) =>
  transport.send({ headers: {}, body, timeout, signal });

test('a query queued behind slow mutations times out, and is never sent', { timeout: 10_000 }, async () => {
  await using orders = await occupied();
  const { transport, bodies } = orders;
  await expect(send(transport, 'late', 50)).rejects.toMatchObject({
    extensions: { code: 'SUBGRAPH_TIMEOUT', subgraph: 'orders' },
  });
  await orders.release();
  await send(transport, 'next', LONG);
  expect(bodies).toContain('next');
  expect(bodies).not.toContain('late');
});

test('a queued query ends with its client, and is never sent', { timeout: 10_000 }, async () => {
  await using orders = await occupied();
  const { transport, bodies } = orders;
  const client = new AbortController();
  const late = send(transport, 'late', LONG, client.signal);
  client.abort();
  await expect(late).rejects.toMatchObject({ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } });
  await orders.release();
  await send(transport, 'next', LONG);
  expect(bodies).toContain('next');
  expect(bodies).not.toContain('late');
});
