/**
 * Tests that `docs/request.md` is true: it produces each fault of its table, and finds each file that it
 * names.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { PlanningThread, PlanningThreadOptions } from '../src/planning/thread/planningThread.ts';
import { createBroker } from '../src/subscriptions/broker.ts';
import { readSupergraph } from '../src/supergraph/load.ts';
import { compose } from './planning/federation.ts';
import { DEFAULT_GUARDS, type House, type HouseOptions, startHouse } from './support/house.ts';
import { startRecorder } from './support/recorder.ts';
import { startSharedPlanner } from './support/sharedPlanner.ts';

const GATEWAY = join(import.meta.dirname, '..');
const page = readFileSync(join(GATEWAY, 'docs/request.md'), 'utf8');
const rows = [...page.matchAll(/^\| ([A-Z][^|]*) \| (`?)([\w ]+)\2 \| (\d{3}) \|/gm)].map(
  ([, fault = '', , code = '', status = '']) => ({ fault, code, status: Number(status) }),
);

const GRAPHQL = { accept: 'application/graphql-response+json' };
const NOWHERE = 'http://127.0.0.1:1/graphql';
const TIMEOUTS = { query: 5_000, mutation: 10_000, operation: 10_000 };

type Send = (house: House) => Promise<Response>;
const post =
  (query: string, headers: Record<string, string> = {}): Send =>
  (house) =>
    house.post({ query }, { ...GRAPHQL, ...headers });

/** A server that is not a subgraph. */
const proxy = await startRecorder({ status: 200, text: '<h1>Welcome</h1>' });
afterAll(() => proxy[Symbol.asyncDispose]());
const json = compose({ a: { sdl: 'scalar JSON type Query { json(x: JSON): Int }' } });

/** A planner that never finishes a plan. */
async function startIdlePlanner(options: PlanningThreadOptions): Promise<PlanningThread> {
  return { ...(await startSharedPlanner(options)), plan: () => new Promise(() => {}) };
}

/** How to produce each fault. */
const FAULTS: Readonly<Record<string, [Send, HouseOptions?]>> = {
  'The body is too large': [post('{ __typename }'), { bodyLimit: 10 }],
  'The body is not JSON': [(house) => house.post('{', GRAPHQL)],
  'The Content-Encoding is unknown': [post('{ __typename }', { 'content-encoding': 'rot13' })],
  'A page sends a GET without a preflight': [
    ({ url }) => fetch(`${url}/graphql?query={__typename}`, { headers: { origin: 'https://shop.example' } }),
  ],
  'A limit is exceeded': [
    post('{ a: __typename b: __typename }'),
    { limits: { ...DEFAULT_GUARDS.limits, aliases: 1 } },
  ],
  'The hash of a document is unknown': [
    ({ post }) =>
      post({ extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } }, GRAPHQL),
  ],
  'The token is wrong': [post('{ __typename }', { authorization: 'Bearer a.b.c' })],
  'The keys of tokens are out of reach': [
    async (house) => post('{ __typename }', { authorization: `Bearer ${await house.tokens.sign()}` })(house),
    { jwksUrl: NOWHERE },
  ],
  'The document is not GraphQL': [post('{')],
  'The document does not fit the schema': [post('{ nothing }')],
  'No operation has that name': [
    (house) => house.post({ query: 'query A { __typename }', operationName: 'B' }, GRAPHQL),
  ],
  'A subscription is sent as a plain request': [post('subscription { stockLow { id } }')],
  'A variable does not fit its type': [
    (house) =>
      house.post(
        { query: 'query ($t: Int!) { echo(input: { text: "a" }, times: $t) }', variables: { t: 'x' } },
        GRAPHQL,
      ),
  ],
  'A field needs a signed-in caller': [post('{ account { id } }')],
  'A field needs a scope': [
    async (house) => post('{ secret }', { authorization: `Bearer ${await house.tokens.sign()}` })(house),
  ],
  'No plan is ready in the operation’s time': [
    post('{ caller { user } }'),
    { timeouts: { ...TIMEOUTS, operation: 50 }, startPlanningThread: startIdlePlanner },
  ],
  'No plan is proved': [post('{ json(x: 1e400) }'), { supergraph: readSupergraph(json, 'json') }],
  'A subgraph does not answer in time': [post('{ slow }'), { timeouts: { ...TIMEOUTS, query: 50 } }],
  'A subgraph takes no connection': [post('{ caller { user } }'), { relocate: { users: NOWHERE } }],
  'A subgraph answers with a page': [post('{ caller { user } }'), { relocate: { users: proxy.url } }],
  'The breaker of a subgraph is open': [
    async (house) => {
      for (let n = 0; n < 5; n++) await post('{ caller { user } }')(house);
      const response = await post('{ caller { user } }')(house);
      expect(house.gateway.graphs.current().clients.get('users').state()).toBe('open');
      return response;
    },
    { relocate: { users: NOWHERE } },
  ],
  'A subgraph refuses': [post('{ refused }')],
  'A subgraph has a defect': [post('{ defect }')],
  'A field that is never null has no value': [post('{ ghost { code } }')],
  'Too many clients listen': [
    post('subscription { stockLow { id } }', { accept: 'text/event-stream' }),
    { broker: createBroker(), connectionLimits: { ...DEFAULT_GUARDS.connectionLimits, connections: 0 } },
  ],
};

async function happened({ fault }: { fault: string }): Promise<{ code: string; status: number }> {
  const [send, options] = FAULTS[fault] ?? [];
  if (!send) throw new Error(`Nothing produces the fault: ${fault}`);
  await using house = await startHouse(options);
  const response = await send(house);
  // biome-ignore lint/suspicious/noExplicitAny: the comparison checks the shape
  const { errors } = (await response.json()) as any;
  return { code: errors[0].extensions.code, status: response.status };
}

test('the table has rows', () => expect(rows.length).toBeGreaterThan(20));

test.each(rows)('$fault: $code, $status', async (row) => {
  const { code, status } = await happened(row);
  expect({ code: row.code === 'its own' ? 'CONFLICT' : row.code, status: row.status }).toEqual({
    code,
    status,
  });
});

test('each file that the page names exists', () => {
  const named = [...page.matchAll(/`((?:src|gateway)\/[\w/.-]+)`/g)].map(([, path = '']) => path);
  const missing = named.filter((path) => !existsSync(join(GATEWAY, path.replace(/^gateway\//, ''))));
  expect(missing).toEqual([]);
});
