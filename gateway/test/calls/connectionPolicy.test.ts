/** The number of connections to a subgraph and the lifetime of each, for our own client and for undici. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { ConnectionPolicy } from '@holdfast/kit-http/connectionPolicy';
import type { Transport } from '@holdfast/kit-http/transport';
import { createUndiciTransport } from '@holdfast/kit-http/undiciTransport';
import { describe, expect, test } from 'vitest';
import { createHttp1Transport } from '../../src/subgraphs/http1/transport.ts';

const LONG = 20_000;
const send = (transport: Transport, timeout = LONG) =>
  transport.send({ headers: {}, body: '{}', timeout, signal: null });

async function listen(server: Server) {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A subgraph that answers requests one at a time, and counts them. */
async function startInstance(onRequest = () => {}) {
  const counted = { requests: 0, connections: 0 };
  const server = createServer(async (request, response) => {
    counted.requests++;
    onRequest();
    request.resume();
    await turn();
    response.end('{"data":{}}');
  });
  server.on('connection', () => counted.connections++);
  return { counted, ...(await listen(server)) };
}

/** Passes each connection to the next instance, as load balancers do. */
async function startBalancer(ports: readonly number[]) {
  let n = 0;
  const balancer = await listen(
    createTcpServer((client) => {
      const instance = connect({ port: ports[n++ % ports.length]!, host: '127.0.0.1' });
      client.pipe(instance).pipe(client);
      instance.on('error', () => client.destroy());
      client.on('close', () => instance.destroy());
    }),
  );
  return { ...balancer, url: `http://127.0.0.1:${balancer.port}/graphql` };
}

const CLIENTS: Readonly<Record<string, (url: string, policy: ConnectionPolicy) => Transport>> = {
  'our own client': (url, policy) => createHttp1Transport('stock', url, policy),
  undici: (url, policy) => createUndiciTransport('stock', url, policy),
};

describe.for(Object.entries(CLIENTS))('%s', ([name, create]) => {
  const transportOf = (url: string, policy: ConnectionPolicy) => {
    const transport = create(url, policy);
    return { ...transport, [Symbol.asyncDispose]: () => transport.end() };
  };

  test('an instance that joins later gets its share, although the connection to the first is never idle', async () => {
    await using first = await startInstance();
    await using second = await startInstance();
    const ports = [first.port];
    await using balancer = await startBalancer(ports);
    await using transport = transportOf(balancer.url, { maxConnections: 1, maxAge: 50 });
    while (first.counted.requests < 5) await send(transport);
    ports.push(second.port);
    const until = performance.now() + LONG;
    while (second.counted.requests === 0 && performance.now() < until) {
      expect((await send(transport)).status).toBe(200);
    }
    expect(second.counted.requests).toBeGreaterThan(0);
  });

  test('no request is lost when connections age out, and ours never exceed their maximum', async () => {
    const most = 4;
    let seen = 0;
    await using instance = await startInstance(() => {
      const { busy, idle } = transport.figures?.() ?? { busy: 0, idle: 0 };
      seen = Math.max(seen, busy + idle);
    });
    await using transport = transportOf(`http://127.0.0.1:${instance.port}/graphql`, {
      maxConnections: most,
      maxAge: 2,
    });
    const replies = await Promise.all(Array.from({ length: 500 }, () => send(transport)));
    for (let n = 0; n < 200; n++) replies.push(await send(transport));
    expect(replies.every(({ status }) => status === 200)).toBe(true);
    expect(instance.counted.requests).toBe(700);
    if (name === 'undici') expect(seen).toBeGreaterThanOrEqual(most);
    else expect(seen).toBe(most);
    expect(instance.counted.connections).toBeGreaterThan(most);
  });

  test('a request waits for a connection no longer than its timeout, and is then not sent', async () => {
    const held = Promise.withResolvers<void>();
    let requests = 0;
    const server = createServer(async (_request, response) => {
      requests++;
      await held.promise;
      response.end('{}');
    });
    await using listening = await listen(server);
    await using transport = transportOf(`http://127.0.0.1:${listening.port}/graphql`, {
      maxConnections: 1,
      maxAge: LONG,
    });
    const first = send(transport);
    await once(server, 'request');
    await expect(send(transport, 50)).rejects.toMatchObject({ extensions: { code: 'SUBGRAPH_TIMEOUT' } });
    held.resolve();
    expect((await first).status).toBe(200);
    expect((await send(transport)).status).toBe(200);
    expect(requests).toBe(2);
  });
});

test('connections opened together do not end together', async () => {
  const [maxConnections, maxAge] = [10, 1_000];
  let now = 0;
  await using instance = await startInstance();
  const url = `http://127.0.0.1:${instance.port}/graphql`;
  const transport = createHttp1Transport('stock', url, { maxConnections, maxAge }, () => now);
  const opened = async () => {
    await Promise.all(Array.from({ length: maxConnections }, () => send(transport)));
    return instance.counted.connections;
  };
  expect(await opened()).toBe(maxConnections);
  now = 0.8 * maxAge;
  expect(await opened()).toBe(maxConnections);
  now = 0.9 * maxAge;
  const half = await opened();
  expect(half).toBeGreaterThan(maxConnections);
  expect(half).toBeLessThan(2 * maxConnections);
  now = maxAge;
  expect(await opened()).toBe(2 * maxConnections);
  await transport.end();
});
