import { silentLog } from '@holdfast/kit-base/log';
import type { TransportRequest } from '@holdfast/kit-http/transport';
import { expect, test } from 'vitest';
import type { GatewayContext } from '../src/operation/context.ts';
import { createSubgraphClient } from '../src/subgraphs/client.ts';
import { createDataSource } from '../src/subgraphs/dataSource.ts';

const TIMEOUTS = { query: 1_000, mutation: 2_000, operation: 5_000 };

/** Returns what a subgraph receives for these fetches, which start together for one client operation. */
async function sentFor(operation: 'query' | 'mutation', queries: readonly string[]) {
  const sent: TransportRequest[] = [];
  const transport = {
    send: async (request: TransportRequest) => {
      sent.push(request);
      return { status: 200, text: '{"data":{"e0_a":1,"e1_b":2,"a":1,"b":2}}' };
    },
    end: async () => {},
  };
  const sign = async () => 'signed';
  const now = () => 100;
  const off = { shareInFlight: false, onMutated() {} };
  const options = { name: 'users', transport, sign, timeouts: TIMEOUTS, now, log: silentLog, ...off };
  const source = createDataSource(createSubgraphClient(options));
  const disconnected = new AbortController().signal;
  const context = { user: null, clientAddress: '::1', disconnected, deadline: 100 + TIMEOUTS.operation };
  const incomingRequestContext = { operation: { operation } };
  const answers = await Promise.all(
    queries.map((query) =>
      source.process({ request: { query, variables: {} }, context, incomingRequestContext } as never),
    ),
  );
  return { sent, answers, context: context as unknown as GatewayContext };
}

test('queries that start together are one request with one deadline, which ends when the client disconnects', async () => {
  const { sent, answers, context } = await sentFor('query', ['{ a }', '{ b }']);
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ timeout: TIMEOUTS.query });
  expect(sent[0]?.signal).toBe(context.disconnected);
  expect(answers).toEqual([{ data: { a: 1 } }, { data: { b: 2 } }]);
});

test('the queries after a mutation are joined too, and outlive the client', async () => {
  const { sent } = await sentFor('mutation', ['{ a }', '{ b }']);
  expect(sent).toMatchObject([{ timeout: TIMEOUTS.query, signal: null }]);
});

test('mutations are never joined', async () => {
  const { sent } = await sentFor('mutation', ['mutation { a }', 'mutation { b }']);
  expect(sent.map(({ body }) => JSON.parse(body).query)).toEqual(['mutation { a }', 'mutation { b }']);
  expect(sent).toMatchObject([1, 2].map(() => ({ timeout: TIMEOUTS.mutation, signal: null })));
});
