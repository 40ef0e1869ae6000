/** Calls that wait at the same time go in one request, and do not concern each other. */
import { setTimeout as delay } from 'node:timers/promises';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { testIdentities } from '@holdfast/dev/testing/identities';
import { currentDeadline, startDeadline } from '@holdfast/kit-base/deadline';
import { conflict } from '@holdfast/kit-base/errors';
import { currentScope, inScope } from '@holdfast/kit-base/scope';
import { NO_SPAN } from '@holdfast/kit-base/span';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { httpServer } from '../../http/test/support/servers.ts';
import { createSubgraphServer } from '../src/server.ts';
import { createServiceClient, type ServiceClient } from '../src/serviceClient.ts';

const SDL = parse(`
  type Query { who: String @tag(name: "public") scope: String @tag(name: "public")
    wait(name: String!): String @tag(name: "public") }
  type Mutation { refuse: String @tag(name: "public") fail: String @tag(name: "public") }
`);

const documentOf = (text: string) => parse(text) as TypedDocumentNode<Record<string, string>, object>;
const WHO = documentOf('{ answer: who }');
const SCOPE = documentOf('{ answer: scope }');
const WAIT = documentOf('query ($name: String!) { answer: wait(name: $name) }');
const REFUSE = documentOf('mutation { answer: refuse }');
const FAIL = documentOf('mutation { answer: fail }');
const LONG = 60_000;

const userOf = (id: string) => ({ id, roles: ['CUSTOMER'] as const });
const fault = (code: string) => ({ extensions: { code, subgraph: 'things' } });

/** Starts a subgraph and a client of it. The field `wait` resolves when the test opens its gate. */
async function things({ admitted = async () => {} }: { admitted?: () => Promise<void> } = {}) {
  await using opened = new AsyncDisposableStack();
  const identities = testIdentities(() => new Date());
  const gates = new Map<string, PromiseWithResolvers<string>>();
  const started: string[] = [];
  const aborted: string[] = [];
  let requests = 0;
  const gateOf = (name: string) => {
    const gate = gates.get(name) ?? Promise.withResolvers<string>();
    gates.set(name, gate);
    return gate;
  };
  const server = await createSubgraphServer({
    name: 'things',
    typeDefs: SDL,
    resolvers: {
      Query: {
        who: (_: unknown, __: unknown, { identity }: { identity: { user: { id: string } | null } }) =>
          identity.user?.id ?? 'nobody',
        scope: () => `${currentScope()?.requestId} ${Math.ceil(currentDeadline()?.remaining() ?? 0) <= LONG}`,
        wait: (_: unknown, { name }: { name: string }) => {
          started.push(name);
          currentDeadline()?.signal.addEventListener('abort', () => void aborted.push(name));
          return gateOf(name).promise;
        },
      },
      Mutation: {
        refuse: () => {
          throw conflict('No.');
        },
        fail: () => {
          throw new Error('secret');
        },
      },
    },
    context: (identity) => ({ identity }),
    verifyIdentity: async (token) => {
      await admitted();
      return identities.verify(token);
    },
    health: {},
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  // Counts when a request arrives and when it is answered.
  server.onRequest(() => void requests++);
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  opened.defer(() => server.close());
  const sign = async (id: string) => {
    const headers = await identities.headers({ service: 'orders', user: userOf(id) });
    return headers['x-holdfast-identity'] ?? '';
  };
  // Signed beforehand, so that the calls of one turn are ready in that turn.
  const names = ['ada', ...Array.from({ length: 250 }, (_, n) => `user ${n}`)];
  const tokens = new Map(await Promise.all(names.map(async (id) => [id, await sign(id)] as const)));
  const client = createServiceClient('things', `${url}/graphql`, {
    sign: async (user) => tokens.get(user?.id ?? '') ?? 'forged',
  });
  opened.defer(() => client.end());
  const disposal = opened.move();
  return {
    client,
    url,
    started,
    aborted,
    headers: () => identities.headers({ service: 'orders', user: null }),
    open: (name: string) => gateOf(name).resolve(name),
    requests: () => Math.ceil(requests / 2),
    [Symbol.asyncDispose]: () => {
      for (const [name, { resolve }] of gates) resolve(name);
      return disposal.disposeAsync();
    },
  };
}

const call = (
  client: ServiceClient,
  document: TypedDocumentNode<Record<string, string>, object>,
  { user = 'ada', timeout = LONG, name }: { user?: string; timeout?: number; name?: string } = {},
) =>
  client
    .call(document, { ...(name !== undefined && { name }) }, { user: userOf(user), timeout })
    .then(({ answer }) => answer);

test('calls of the same turn are one request, in which each has its own caller, answer and error', async () => {
  await using service = await things();
  const { client } = service;
  const answers = await Promise.allSettled([
    ...Array.from({ length: 30 }, (_, n) => call(client, WHO, { user: `user ${n}` })),
    call(client, REFUSE),
    call(client, FAIL),
    call(client, documentOf('{ answer: nothing }')),
    call(client, WHO, { user: 'forger' }),
  ]);
  expect(answers.slice(0, 30)).toEqual(
    Array.from({ length: 30 }, (_, n) => ({ status: 'fulfilled', value: `user ${n}` })),
  );
  expect(answers.slice(30)).toMatchObject([
    { reason: { message: 'No.', extensions: { code: 'CONFLICT' } } },
    { reason: { message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } } },
    { reason: fault('SUBGRAPH_UNAVAILABLE') },
    { reason: fault('SUBGRAPH_UNAVAILABLE') },
  ]);
  expect(service.requests()).toBe(1);
});

test('more calls than one request holds are several requests', async () => {
  await using service = await things();
  const answers = Array.from({ length: 250 }, (_, n) => call(service.client, WHO, { user: `user ${n}` }));
  expect(await Promise.all(answers)).toEqual(Array.from({ length: 250 }, (_, n) => `user ${n}`));
  expect(service.requests()).toBe(3);
});

test('many calls in one request add one listener to its answer', async () => {
  await using service = await things();
  const warnings: Error[] = [];
  const listen = (warning: Error) => void warnings.push(warning);
  process.on('warning', listen);
  const waits = ['one', 'two'].map((name) => call(service.client, WAIT, { name }));
  const others = Array.from({ length: 40 }, (_, n) => call(service.client, WHO, { user: `user ${n}` }));
  await Promise.all(others);
  for (const name of ['one', 'two']) service.open(name);
  await Promise.all(waits);
  process.off('warning', listen);
  expect(warnings).toEqual([]);
});

test('each call keeps its request id and its deadline', async () => {
  await using service = await things();
  const within = (requestId: string, remaining: number) =>
    inScope({ requestId, span: NO_SPAN, deadline: startDeadline('gateway', remaining) }, () =>
      call(service.client, SCOPE),
    );
  expect(await Promise.all([within('request-1', LONG / 2), within('request-2', LONG)])).toEqual([
    'request-1 true',
    'request-2 true',
  ]);
});

test('a slow call holds up neither the others of its request nor those that come later', async () => {
  await using service = await things();
  const { client } = service;
  const slow = call(client, WAIT, { name: 'slow' });
  expect(await Promise.all([call(client, WHO), call(client, WHO)])).toEqual(['ada', 'ada']);
  expect(await Promise.all([call(client, WHO), call(client, WHO)])).toEqual(['ada', 'ada']);
  expect(service.requests()).toBe(2);
  service.open('slow');
  expect(await slow).toBe('slow');
});

test('a call that is late ends alone, and the service stops working on it', async () => {
  await using service = await things();
  const { client } = service;
  const [late, other] = [
    call(client, WAIT, { name: 'late', timeout: 50 }),
    call(client, WAIT, { name: 'other' }),
  ];
  await expect(late).rejects.toMatchObject(fault('SUBGRAPH_TIMEOUT'));
  await expect.poll(() => service.aborted).toEqual(['late']);
  service.open('other');
  expect(await other).toBe('other');
});

test('a request whose callers have all gone is aborted', async () => {
  await using service = await things();
  const deadline = startDeadline('orders', LONG);
  const waits = inScope({ requestId: null, span: NO_SPAN, deadline }, () =>
    ['one', 'two'].map((name) => call(service.client, WAIT, { name })),
  );
  const ends = Promise.allSettled(waits);
  await expect.poll(() => service.requests()).toBe(1);
  await delay(50);
  deadline.abandon();
  expect(await ends).toMatchObject([
    { reason: fault('SUBGRAPH_UNAVAILABLE') },
    { reason: fault('SUBGRAPH_UNAVAILABLE') },
  ]);
  await expect.poll(() => service.aborted.toSorted()).toEqual(['one', 'two']);
  expect(await call(service.client, WHO)).toBe('ada');
});

test('a call whose caller goes while its identity is checked is not started', async () => {
  const gate = Promise.withResolvers<void>();
  let checks = 0;
  // The first check is that of the request.
  await using service = await things({ admitted: async () => void (++checks > 1 && (await gate.promise)) });
  const deadline = startDeadline('orders', LONG);
  const waits = inScope({ requestId: null, span: NO_SPAN, deadline }, () =>
    ['one', 'two'].map((name) => call(service.client, WAIT, { name })),
  );
  const ends = Promise.allSettled(waits);
  await expect.poll(() => checks).toBe(3);
  deadline.abandon();
  await ends;
  // The service has noticed when a request that was sent afterwards is at the same point.
  const after = call(service.client, WHO);
  await expect.poll(() => checks).toBe(4);
  gate.resolve();
  expect(await after).toBe('ada');
  expect(service.started).toEqual([]);
});

test('when the connection breaks, answers that have arrived stay, and the other calls are faults', async () => {
  await using server = await httpServer((_, response) => {
    response.writeHead(200).write('1 200 {"data":{"answer":"second"}}\n0 200 {"data"');
    setTimeout(() => response.destroy(), 20);
  });
  const client = createServiceClient('things', `${server.url}/graphql`, { sign: async () => 'token' });
  const answers = await Promise.allSettled(['a', 'b', 'c'].map((user) => call(client, WHO, { user })));
  expect(answers).toMatchObject([
    { reason: fault('SUBGRAPH_UNAVAILABLE') },
    { value: 'second' },
    { reason: fault('SUBGRAPH_UNAVAILABLE') },
  ]);
  await client.end();
});

test('a reply without all answers is a fault of the missing ones', async () => {
  await using server = await httpServer((_, response) => {
    response.end('0 200 {"data":{"answer":"first"}}\n');
  });
  const client = createServiceClient('things', `${server.url}/graphql`, { sign: async () => 'token' });
  const answers = await Promise.allSettled(['a', 'b'].map((user) => call(client, WHO, { user })));
  expect(answers).toMatchObject([{ value: 'first' }, { reason: fault('SUBGRAPH_UNAVAILABLE') }]);
  await client.end();
});

test('a service of an earlier version gets each call alone', async () => {
  const paths: (string | undefined)[] = [];
  await using server = await httpServer((request, response) => {
    paths.push(request.url);
    if (request.url !== '/graphql') response.writeHead(404).end('{}');
    else response.end('{"data":{"answer":"alone"}}');
  });
  const client = createServiceClient('things', `${server.url}/graphql`, { sign: async () => 'token' });
  expect(await Promise.all([call(client, WHO), call(client, WHO)])).toEqual(['alone', 'alone']);
  expect(paths).toEqual(['/graphql/batch', '/graphql', '/graphql']);
  await client.end();
});

test.each([
  ['no calls', { calls: [] }],
  ['too many calls', { calls: Array(101).fill({ query: '{ who }', identity: 'a', timeout: 1 }) }],
  ['no identity', { calls: [{ query: '{ who }', timeout: 1 }] }],
  ['a timeout that is not a number', { calls: [{ query: '{ who }', identity: 'a', timeout: '1' }] }],
  [
    'variables that are not an object',
    { calls: [{ query: '{ who }', identity: 'a', timeout: 1, variables: [] }] },
  ],
  ['a list', []],
])('a body with %s is refused', async (_, body) => {
  await using service = await things();
  const send = async (headers: Record<string, string>) => {
    const response = await fetch(`${service.url}/graphql/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  expect(await send({})).toMatchObject({ status: 401 });
  expect(await send(await service.headers())).toMatchObject({
    status: 400,
    body: { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
  });
});
