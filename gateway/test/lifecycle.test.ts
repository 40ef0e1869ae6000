import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { startHouse } from './support/house.ts';

/** A subgraph that never answers by itself: the test gets each request and its response. */
async function startSilent() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const next = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    next,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

test('stopping finishes running requests, and then answers no more', async () => {
  await using house = await startHouse();
  const running = house.ask('mutation { touch }');
  await house.gate.entered;
  let closed = false;
  const closing = house.gateway.close().then(() => {
    closed = true;
  });
  await expect(house.post({ query: '{ __typename }' }, { connection: 'close' })).rejects.toThrow();
  expect(closed).toBe(false);
  house.gate.open();
  expect(await running).toEqual({ data: { touch: true } });
  await closing;
});

test('a query ends when its client disconnects', async () => {
  await using silent = await startSilent();
  await using house = await startHouse({ relocate: { inventory: silent.url } });
  const client = new AbortController();
  const answer = fetch(`${house.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ slow }' }),
    signal: client.signal,
  });
  const [request] = await silent.next;
  const cut = once(request.socket, 'close');
  client.abort();
  await expect(answer).rejects.toThrow();
  await cut;
});

test('a mutation continues without its client', async () => {
  await using silent = await startSilent();
  await using house = await startHouse({ relocate: { users: silent.url } });
  const client = new AbortController();
  const answer = fetch(`${house.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: 'mutation { touch }' }),
    signal: client.signal,
  });
  const [request, response] = await silent.next;
  client.abort();
  await expect(answer).rejects.toThrow();
  // The gateway answers this one after it has noticed that the first client is gone.
  await house.ask('{ products { id } }');
  expect(request.socket.destroyed).toBe(false);
  response.setHeader('content-type', 'application/json').end('{"data":{"touch":true}}');
  await once(response, 'finish');
});
