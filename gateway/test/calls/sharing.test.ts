import { silentLog } from '@holdfast/kit-base/log';
import { expect, test } from 'vitest';
import type { SubgraphCall } from '../../src/subgraphs/call.ts';
import { createSubgraphClients } from '../../src/subgraphs/clients.ts';
import {
  type Asked,
  answer,
  callerOf,
  clientOf,
  hang,
  inTurn,
  mutationOf,
  queryOf,
  reset,
  startSubgraph,
  UNAVAILABLE,
} from './subgraph.ts';

const STAFF = callerOf('ada', { user: { id: 'ada', roles: ['CUSTOMER', 'STAFF'] } });
const fill = (asked: Asked, n: number) => answer({ n })(asked);

test('identical concurrent queries of one caller are one request, and each owns its answer', async () => {
  await using subgraph = await startSubgraph(hang);
  await using client = clientOf(subgraph.url);
  const asked = Array.from({ length: 5 }, () => client.ask(queryOf('{ n }', { caller: callerOf('ada') })));
  await subgraph.reached(1);
  answer({ deep: { n: 1 } })(subgraph.asked[0]!);
  const answers = await Promise.all(asked);
  expect(subgraph.asked).toHaveLength(1);
  expect(client.outcomes.map(({ shared }) => shared).toSorted()).toEqual([false, true, true, true, true]);
  const [first] = answers;
  // An executor merges other fetches into its answer.
  Object.assign(first!.data!['deep'] as object, { n: 2, more: true });
  expect(answers.slice(1)).toEqual(Array(4).fill({ data: { deep: { n: 1 } } }));
});

test('consecutive queries are two requests', async () => {
  await using subgraph = await startSubgraph(fill);
  await using client = clientOf(subgraph.url);
  expect(await client.ask(queryOf('{ n }'))).toEqual({ data: { n: 0 } });
  expect(await client.ask(queryOf('{ n }'))).toEqual({ data: { n: 1 } });
});

const other = (name: string, call: Partial<SubgraphCall>) => [name, call] as const;

test.each([
  other('another user', { caller: callerOf('bob') }),
  other('nobody', { caller: callerOf(null) }),
  other('the same user with another role', { caller: STAFF }),
  other('who must hear the latest', { caller: callerOf('ada', { fresh: true }) }),
  other('who has little time left', { caller: callerOf('ada', { deadline: performance.now() + 4_000 }) }),
  other('another query', { body: queryOf('{ m }').body }),
])('nothing is shared with %s', async (_, call) => {
  await using subgraph = await startSubgraph(hang);
  await using client = clientOf(subgraph.url);
  const both = Promise.all([client.ask(queryOf('{ n }')), client.ask(queryOf('{ n }', call))]);
  await subgraph.reached(2);
  for (const [n, each] of subgraph.asked.entries()) fill(each, n);
  await both;
  expect(client.outcomes).toMatchObject([{ shared: false }, { shared: false }]);
});

test('all anonymous callers are one caller, whatever their address', async () => {
  await using subgraph = await startSubgraph(hang);
  await using client = clientOf(subgraph.url);
  const asked = ['10.0.0.1', '10.0.0.2'].map((clientAddress) =>
    client.ask(queryOf('{ n }', { caller: callerOf(null, { clientAddress }) })),
  );
  await subgraph.reached(1);
  fill(subgraph.asked[0]!, 7);
  expect(await Promise.all(asked)).toEqual([{ data: { n: 7 } }, { data: { n: 7 } }]);
  expect(subgraph.asked).toHaveLength(1);
});

test('mutations are never shared', async () => {
  await using subgraph = await startSubgraph(fill);
  await using client = clientOf(subgraph.url);
  const asked = [1, 2].map(() => client.ask(mutationOf('mutation { n }', { idempotent: true })));
  expect(await Promise.all(asked)).toHaveLength(2);
  expect(subgraph.asked).toHaveLength(2);
});

test('sharing can be switched off', async () => {
  await using subgraph = await startSubgraph(fill);
  await using client = clientOf(subgraph.url, { shareInFlight: false });
  await Promise.all([1, 2].map(() => client.ask(queryOf('{ n }'))));
  expect(subgraph.asked).toHaveLength(2);
});

test('without identities, callers are told apart by their Authorization header, which is passed on', async () => {
  await using subgraph = await startSubgraph(hang);
  await using client = clientOf(subgraph.url, { sign: null });
  const asked = ['Bearer a', 'Bearer b', undefined, 'Bearer a'].map((authorization) =>
    client.ask(queryOf('{ n }', { caller: callerOf(null, { authorization }) })),
  );
  await subgraph.reached(3);
  for (const each of subgraph.asked) answer({ got: each.headers.authorization ?? null })(each);
  const got = (await Promise.all(asked)).map(({ data }) => data?.['got']);
  expect(got).toEqual(['Bearer a', 'Bearer b', null, 'Bearer a']);
  expect(subgraph.asked).toHaveLength(3);
  expect(subgraph.asked.map(({ headers }) => headers['x-holdfast-identity'])).toEqual(
    Array(3).fill(undefined),
  );
});

test('with identities, the client’s token is not passed on', async () => {
  await using subgraph = await startSubgraph(fill);
  await using client = clientOf(subgraph.url);
  await client.ask(queryOf('{ n }', { caller: callerOf('ada', { authorization: 'Bearer a' }) }));
  const [{ headers } = { headers: {} }] = subgraph.asked;
  expect(headers).toMatchObject({ 'x-holdfast-identity': 'signed for ada' });
  expect(headers).not.toHaveProperty('authorization');
});

test('a call that is aborted ends only its own wait; the last one ends the request', async () => {
  await using subgraph = await startSubgraph(hang);
  await using client = clientOf(subgraph.url);
  const clients = [new AbortController(), new AbortController()];
  const asked = clients.map(({ signal }) => client.ask(queryOf('{ n }', { signal })));
  await subgraph.reached(1);
  clients[0]!.abort();
  await expect(asked[0]).rejects.toMatchObject(UNAVAILABLE);
  const late = new AbortController();
  asked.push(client.ask(queryOf('{ n }', { signal: late.signal })));
  clients[1]!.abort();
  await expect(asked[1]).rejects.toMatchObject(UNAVAILABLE);
  expect(subgraph.asked[0]!.response.destroyed).toBe(false);
  late.abort();
  await expect(asked[2]).rejects.toMatchObject(UNAVAILABLE);
  await subgraph.asked[0]!.cut;
  expect(subgraph.asked).toHaveLength(1);
});

test('a call after the last one left gets its own request', async () => {
  await using subgraph = await startSubgraph(inTurn(hang, fill));
  await using client = clientOf(subgraph.url);
  const gone = new AbortController();
  const first = client.ask(queryOf('{ n }', { signal: gone.signal }));
  await subgraph.reached(1);
  gone.abort();
  const second = client.ask(queryOf('{ n }'));
  await expect(first).rejects.toMatchObject(UNAVAILABLE);
  expect(await second).toEqual({ data: { n: 1 } });
});

test('all calls that share a request get its fault', async () => {
  await using subgraph = await startSubgraph(reset);
  await using client = clientOf(subgraph.url);
  const asked = await Promise.allSettled([1, 2, 3].map(() => client.ask(queryOf('{ n }'))));
  expect(asked).toMatchObject(Array(3).fill({ status: 'rejected', reason: UNAVAILABLE }));
  expect(subgraph.asked).toHaveLength(2);
});

test('a query after a mutation, in any subgraph, does not get data read before it', async () => {
  await using orders = await startSubgraph(fill);
  await using stock = await startSubgraph(hang);
  const clients = createSubgraphClients({
    supergraph: {
      subgraphs: [
        { name: 'orders', url: orders.url },
        { name: 'stock', url: stock.url },
      ],
    },
    sign: async () => '',
    timeouts: { query: 10_000, mutation: 10_000, operation: 20_000 },
    shareInFlight: true,
    now: () => performance.now(),
    log: silentLog,
  });
  const before = clients.get('stock').ask(queryOf('{ n }'));
  await stock.reached(1);
  await clients.get('orders').ask(mutationOf('mutation { order }'));
  const after = clients.get('stock').ask(queryOf('{ n }'));
  await stock.reached(2);
  for (const [n, each] of stock.asked.entries()) fill(each, n);
  expect(await Promise.all([before, after])).toEqual([{ data: { n: 0 } }, { data: { n: 1 } }]);
  await clients.end();
});
