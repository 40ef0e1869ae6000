import { expect, test, vi } from 'vitest';
import {
  answer,
  clientOf,
  deadPort,
  hang,
  inTurn,
  queryOf,
  startSubgraph,
  status,
  type TestClient,
  TIMEOUT,
  UNAVAILABLE,
} from './subgraph.ts';

/** Makes failing calls until the breaker opens. */
async function open(client: TestClient) {
  for (let n = 0; n < 5; n++) await client.ask(queryOf(`{ f${n} }`)).catch(() => {});
  expect(client.state()).toBe('open');
}

test('clients’ calls skip a subgraph that is down, and resume when it is back', async () => {
  const port = await deadPort();
  await using client = clientOf(`http://127.0.0.1:${port}/graphql`);
  await open(client);
  await using subgraph = await startSubgraph(answer({ ok: 1 }), { port });
  await vi.waitFor(() => expect(client.state()).toBe('half-open'));
  expect(subgraph.asked).toHaveLength(0);
  expect(await client.ask(queryOf('{ ok }'))).toEqual({ data: { ok: 1 } });
  expect(client.state()).toBe('closed');
  expect(subgraph.asked).toHaveLength(1);
});

test('while the breaker is open, no client call reaches the subgraph', async () => {
  await using subgraph = await startSubgraph(status(500));
  await using client = clientOf(subgraph.url);
  await open(client);
  await expect(client.ask(queryOf('{ ok }'))).rejects.toMatchObject(UNAVAILABLE);
  expect(subgraph.asked).toHaveLength(5);
  await vi.waitFor(() => expect(subgraph.probes()).toBeGreaterThan(1));
  expect(client.state()).toBe('open');
});

test('a subgraph that answers probes but is too slow for calls opens the breaker', async () => {
  await using subgraph = await startSubgraph(inTurn(hang, hang, hang, hang, hang, hang, answer({ ok: 1 })), {
    probed: answer({ __typename: 'Query' }),
  });
  const timeouts = { query: 50, mutation: 50, operation: 1_000 };
  await using client = clientOf(subgraph.url, { timeouts });
  await open(client);
  await vi.waitFor(() => expect(client.state()).toBe('half-open'));
  const trial = client.ask(queryOf('{ trial }'));
  await expect(client.ask(queryOf('{ other }'))).rejects.toMatchObject(UNAVAILABLE);
  await expect(trial).rejects.toMatchObject(TIMEOUT);
  expect(client.state()).toBe('open');
  await vi.waitFor(() => expect(client.state()).toBe('half-open'));
  expect(await client.ask(queryOf('{ ok }'))).toEqual({ data: { ok: 1 } });
  expect(client.state()).toBe('closed');
});

test('calls that share a failing request count as that many failures', async () => {
  await using subgraph = await startSubgraph(hang);
  const timeouts = { query: 100, mutation: 100, operation: 1_000 };
  await using client = clientOf(subgraph.url, { timeouts });
  await Promise.allSettled(Array.from({ length: 5 }, () => client.ask(queryOf('{ ok }'))));
  expect(client.state()).toBe('open');
  expect(subgraph.asked).toHaveLength(1);
});

test.each([
  ['GraphQL errors', 200, { errors: [{ message: 'No.' }] }],
  ['a bad request', 400, { errors: [{ message: 'No.', extensions: { code: 'BAD_USER_INPUT' } }] }],
  ['distrust', 401, { errors: [{ message: 'No.' }] }],
])('%s is no failure', async (_, code, body) => {
  await using subgraph = await startSubgraph(({ response }) => {
    response.writeHead(code).end(JSON.stringify(body));
  });
  await using client = clientOf(subgraph.url);
  for (let n = 0; n < 30; n++) await client.ask(queryOf('{ ok }')).catch(() => {});
  expect(client.state()).toBe('closed');
  expect(subgraph.asked).toHaveLength(30);
});

test.each([true, false])('clients that disconnect are no failure (sharing: %s)', async (shareInFlight) => {
  await using subgraph = await startSubgraph(hang);
  await using client = clientOf(subgraph.url, { shareInFlight });
  for (let n = 1; n <= 10; n++) {
    const gone = new AbortController();
    const asked = client.ask(queryOf('{ ok }', { signal: gone.signal }));
    await subgraph.reached(n);
    gone.abort();
    await expect(asked).rejects.toMatchObject(UNAVAILABLE);
  }
  expect(client.state()).toBe('closed');
});

test('a timeout of an operation with hardly any time left is no failure', async () => {
  await using subgraph = await startSubgraph(hang);
  await using client = clientOf(subgraph.url);
  for (let n = 0; n < 10; n++) {
    const deadline = performance.now() + 20;
    const call = queryOf('{ ok }');
    await expect(client.ask({ ...call, caller: { ...call.caller, deadline } })).rejects.toMatchObject(
      TIMEOUT,
    );
  }
  expect(client.state()).toBe('closed');
});

test('connections that all break when an instance ends do not open the breaker: each query finds another instance', async () => {
  const held: (() => void)[] = [];
  await using subgraph = await startSubgraph(({ response }, n) => {
    if (n >= 20) response.end('{"data":{"ok":1}}');
    else if (held.push(() => response.socket?.resetAndDestroy()) === 20) for (const cut of held) cut();
  });
  await using client = clientOf(subgraph.url);
  const asked = Array.from({ length: 20 }, (_, n) => client.ask(queryOf(`{ ok q${n} }`)));
  expect(await Promise.all(asked)).toEqual(asked.map(() => ({ data: { ok: 1 } })));
  expect(client.state()).toBe('closed');
  expect(subgraph.asked).toHaveLength(40);
});

test('at most a thousand calls wait for one subgraph', async () => {
  await using subgraph = await startSubgraph(hang);
  await using client = clientOf(subgraph.url, { shareInFlight: false });
  const gone = new AbortController();
  const waiting = Array.from({ length: 1_000 }, () => client.ask(queryOf('{ ok }', { signal: gone.signal })));
  const ended = Promise.allSettled(waiting);
  await subgraph.reached(128);
  await expect(client.ask(queryOf('{ ok }'))).rejects.toMatchObject(UNAVAILABLE);
  expect(client.state()).toBe('closed');
  gone.abort();
  await ended;
});
