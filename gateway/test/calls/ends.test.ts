import { expect, test } from 'vitest';
import { startHouse } from '../support/house.ts';
import { startChain } from './chain.ts';
import {
  type Asked,
  answer,
  callerOf,
  clientOf,
  hang,
  mutationOf,
  queryOf,
  startSubgraph,
  TIMEOUT,
} from './subgraph.ts';

/** Answers one byte at a time, without end. */
const trickle = ({ response }: Asked) => {
  const text = '{"data":{"ok":'.padEnd(200_000, ' ');
  let n = 0;
  const next = () => {
    if (!response.destroyed) response.write(text[n++] ?? ' ', () => setTimeout(next, 1));
  };
  next();
};

const SHORT = { query: 80, mutation: 80, operation: 10_000 };

test.each([
  ['a query that hangs', hang, queryOf('{ ok }')],
  ['an answer that arrives byte by byte', trickle, queryOf('{ ok }')],
  ['a mutation that hangs', hang, mutationOf('mutation { ok }')],
])('%s ends in its time, and the subgraph sees it', async (_, behave, call) => {
  await using subgraph = await startSubgraph(behave);
  await using client = clientOf(subgraph.url, { timeouts: SHORT });
  await expect(client.ask(call)).rejects.toMatchObject(TIMEOUT);
  await subgraph.asked[0]!.cut;
  expect(client.outcomes).toMatchObject([{ code: 'SUBGRAPH_TIMEOUT', status: null, retried: false }]);
});

test('the subgraph is told the timeout of its request', async () => {
  await using subgraph = await startSubgraph(answer({}));
  const now = () => 1_000;
  const timeouts = { query: 2_000, mutation: 15_000, operation: 3_000 };
  await using client = clientOf(subgraph.url, { timeouts, now, shareInFlight: false });
  const caller = callerOf('ada', { deadline: 1_700.4 });
  await client.ask(queryOf('{ ok }', { caller }));
  await client.ask(queryOf('{ ok }', { caller: callerOf('ada', { deadline: 9_000 }) }));
  await client.ask(mutationOf('mutation { ok }', { caller }));
  expect(subgraph.asked.map(({ headers }) => headers['x-holdfast-timeout'])).toEqual([
    '701',
    '2000',
    '15000',
  ]);
  // The fields selected of the mutation have a new deadline.
  expect(caller.deadline).toBe(1_000 + timeouts.operation);
});

test('an operation past its deadline sends no more requests', async () => {
  await using subgraph = await startSubgraph(answer({}));
  await using client = clientOf(subgraph.url, { now: () => 1_000 });
  const caller = callerOf('ada', { deadline: 1_000 });
  await expect(client.ask(queryOf('{ ok }', { caller }))).rejects.toMatchObject(TIMEOUT);
  expect(subgraph.asked).toHaveLength(0);
});

test('a client that disconnects ends its query at the subgraph, even without sharing', async () => {
  await using subgraph = await startSubgraph(hang);
  await using client = clientOf(subgraph.url, { shareInFlight: false });
  const gone = new AbortController();
  const asked = client.ask(queryOf('{ ok }', { signal: gone.signal }));
  await subgraph.reached(1);
  gone.abort();
  await expect(asked).rejects.toThrow();
  await subgraph.asked[0]!.cut;
});

test('a subgraph that hangs costs its own fields', async () => {
  await using users = await startSubgraph(hang);
  await using house = await startHouse({
    relocate: { users: users.url },
    timeouts: { query: 200, mutation: 200, operation: 5_000 },
  });
  expect(await house.ask('{ caller { user } products { id available } }')).toEqual({
    data: { caller: null, products: ['a', 'b'].map((id) => ({ id, available: 7 })) },
    errors: [
      {
        message: 'The users service did not answer in time.',
        path: ['caller'],
        extensions: { code: 'SUBGRAPH_TIMEOUT', subgraph: 'users' },
      },
    ],
  });
});

const TIMEOUTS = { query: 2_000, mutation: 15_000, operation: 3_000 };

test('each step of a plan has the time that the earlier steps left of the operation’s', async () => {
  await using chain = await startChain(1_200, TIMEOUTS);
  expect(await chain.ask('{ start { next { name } } }')).toEqual({
    data: { start: { next: { name: 'last' } } },
  });
  expect(chain.told).toEqual([2_000, 1_800, 600]);
});

test('three slow steps do not take the sum of their timeouts', async () => {
  await using chain = await startChain(1_600, TIMEOUTS);
  expect(await chain.ask('{ start { id next { id name } } }')).toMatchObject({
    data: { start: { id: '1', next: { id: '2', name: null } } },
    errors: [
      { path: ['start', 'next', 'name'], extensions: { code: 'SUBGRAPH_TIMEOUT', subgraph: 'three' } },
    ],
  });
  expect(chain.told).toEqual([2_000, 1_400]);
});

test('a mutation has its own timeout, and its selected fields have a query’s', async () => {
  await using chain = await startChain(1_200, TIMEOUTS);
  const { errors } = await chain.ask('mutation { begin { next { name } } }');
  expect(errors).toBeUndefined();
  expect(chain.told).toEqual([15_000, 2_000, 1_800]);
});
