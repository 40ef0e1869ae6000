import { expect, test } from 'vitest';
import {
  answer,
  clientOf,
  deadPort,
  hang,
  inTurn,
  mutationOf,
  queryOf,
  reset,
  startSubgraph,
  status,
  TIMEOUT,
  UNAVAILABLE,
} from './subgraph.ts';

const GOOD = { data: { ok: true } };
const good = answer(GOOD.data);

test.each([
  ['a connection that breaks', reset],
  ['502', status(502)],
  ['503', status(503)],
  ['504', status(504)],
])('a query is sent again after %s', async (_, fault) => {
  await using subgraph = await startSubgraph(inTurn(fault, good));
  await using client = clientOf(subgraph.url);
  expect(await client.ask(queryOf('{ ok }'))).toEqual(GOOD);
  expect(subgraph.asked).toHaveLength(2);
  expect(client.outcomes).toMatchObject([{ code: null, status: 200, retried: true, shared: false }]);
});

test('a query is retried once, and then fails', async () => {
  await using subgraph = await startSubgraph(status(503));
  await using client = clientOf(subgraph.url);
  await expect(client.ask(queryOf('{ ok }'))).rejects.toMatchObject(UNAVAILABLE);
  expect(subgraph.asked).toHaveLength(2);
  expect(client.outcomes).toMatchObject([{ code: 'SUBGRAPH_UNAVAILABLE', status: 503, retried: true }]);
});

test.each([
  ['500', status(500), UNAVAILABLE],
  ['no answer in time', hang, TIMEOUT],
  ['a refusal', status(401), UNAVAILABLE],
])('but not after %s', async (_, fault, told) => {
  await using subgraph = await startSubgraph(inTurn(fault, good));
  await using client = clientOf(subgraph.url, {
    timeouts: { query: 100, mutation: 100, operation: 1_000 },
  });
  await expect(client.ask(queryOf('{ ok }'))).rejects.toMatchObject(told);
  expect(subgraph.asked).toHaveLength(1);
});

test.each([
  ['a connection that breaks', reset],
  ['503', status(503)],
])('a mutation is not sent again after %s', async (_, fault) => {
  await using subgraph = await startSubgraph(inTurn(fault, good));
  await using client = clientOf(subgraph.url);
  await expect(client.ask(mutationOf('mutation { pay }'))).rejects.toMatchObject(UNAVAILABLE);
  expect(subgraph.asked).toHaveLength(1);
});

test('a mutation with an idempotency key is retried', async () => {
  await using subgraph = await startSubgraph(inTurn(reset, good));
  await using client = clientOf(subgraph.url);
  expect(await client.ask(mutationOf('mutation { pay }', { idempotent: true }))).toEqual(GOOD);
  expect(subgraph.asked.map(({ body }) => body)).toEqual(
    [1, 2].map(() => mutationOf('mutation { pay }').body),
  );
});

test('a subgraph that refuses connections is unavailable, and its address is not revealed', async () => {
  const port = await deadPort();
  await using client = clientOf(`http://127.0.0.1:${port}/graphql`);
  const fault = await client.ask(queryOf('{ ok }')).catch((error: Error) => error);
  expect(JSON.parse(JSON.stringify(fault))).toEqual(UNAVAILABLE);
  expect(client.outcomes).toMatchObject([{ status: null, retried: true }]);
});

test('a subgraph’s own errors are an answer', async () => {
  const errors = [{ message: 'No stock.', path: ['ok'], extensions: { code: 'CONFLICT' } }];
  await using subgraph = await startSubgraph(({ response }) => {
    response.end(JSON.stringify({ data: { ok: null }, errors }));
  });
  await using client = clientOf(subgraph.url);
  expect(await client.ask(queryOf('{ ok }'))).toEqual({ data: { ok: null }, errors });
  expect(subgraph.asked).toHaveLength(1);
});
