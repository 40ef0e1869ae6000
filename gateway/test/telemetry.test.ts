/** Tests metrics and request ids, and that clients decide neither what is measured nor what is traced. */
import { createServer } from 'node:http';
import { silentLog } from '@holdfast/kit-base/log';
import { setTracer, startSpan } from '@holdfast/kit-base/trace';
import { afterEach, expect, test } from 'vitest';
import { listenForMetrics } from '../src/telemetry/listen.ts';
import { createGatewayMetrics } from '../src/telemetry/metrics.ts';
import { createGatewayTelemetry } from '../src/telemetry/telemetry.ts';
import { type House, startHouse } from './support/house.ts';
import { startRecorder } from './support/recorder.ts';

afterEach(() => setTracer(null));

/** A gateway with readable metrics. */
async function measuredHouse(known: readonly string[], options: Parameters<typeof startHouse>[0] = {}) {
  const metrics = createGatewayMetrics(known);
  const telemetry = createGatewayTelemetry(metrics, { newId: () => '0199d0c1-5a3b-7c4d-8e9f-0a1b2c3d4e5f' });
  const house = await startHouse({ ...options, telemetry });
  const read = async (name: string) =>
    (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith(name));
  return { house, read, [Symbol.asyncDispose]: () => house[Symbol.asyncDispose]() };
}

test('operations are counted and timed by known name, field and code; unknown names are one', async () => {
  await using measured = await measuredHouse(['Known']);
  const { house, read } = measured;
  await house.ask('query Known { caller { user } }');
  await house.ask('query Known { caller { user } }');
  for (let n = 0; n < 20; n++) await house.ask(`query Unknown${n} { a${n}: __typename }`);
  await house.ask('{ nothing }');
  expect(await read('gateway_operations_total')).toEqual([
    'gateway_operations_total{operation="Known",type="query",field="caller",road="apollo",code="OK",service="gateway"} 1',
    'gateway_operations_total{operation="Known",type="query",field="caller",road="short",code="OK",service="gateway"} 1',
    'gateway_operations_total{operation="other",type="query",field="__typename",road="apollo",code="OK",service="gateway"} 20',
    'gateway_operations_total{operation="anonymous",type="invalid",field="none",road="apollo",code="GRAPHQL_VALIDATION_FAILED",service="gateway"} 1',
  ]);
  expect(await read('gateway_operation_seconds_count')).toHaveLength(4);
  expect(await read('gateway_plans_total')).toEqual([
    'gateway_plans_total{cache="hit",service="gateway"} 1',
    'gateway_plans_total{cache="miss",service="gateway"} 21',
  ]);
  expect(await read('gateway_plan_cache_size')).toEqual(['gateway_plan_cache_size{service="gateway"} 21']);
});

test('calls to an unavailable subgraph are counted by code; a request with a wrong token is refused', async () => {
  await using measured = await measuredHouse([], { relocate: { users: 'http://127.0.0.1:9/graphql' } });
  const { house, read } = measured;
  await house.ask('{ caller { user } }');
  await house.ask('{ caller { user } }', {}, 'no-token');
  expect(await read('gateway_subgraph_requests_total')).toEqual([
    'gateway_subgraph_requests_total{subgraph="users",code="SUBGRAPH_UNAVAILABLE",service="gateway"} 1',
  ]);
  expect(await read('gateway_refused_requests_total')).toEqual([
    'gateway_refused_requests_total{code="UNAUTHENTICATED",service="gateway"} 1',
  ]);
  expect((await read('pool_connections')).some((line) => line.includes('pool="users",state="waiting"'))).toBe(
    true,
  );
});

async function idsOf(house: House, requestId?: string): Promise<string | null> {
  const headers = requestId === undefined ? {} : { 'x-request-id': requestId };
  return (await house.post({ query: '{ caller { user } }' }, headers)).headers.get('x-request-id');
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

test('a request has an id, the client’s when it is valid, which subgraphs get too', async () => {
  await using recorder = await startRecorder({ data: { caller: null } });
  await using house = await startHouse({ relocate: { users: recorder.url } });
  expect(await idsOf(house, 'checkout-0815')).toBe('checkout-0815');
  const made = await idsOf(house);
  expect(made).toMatch(UUID);
  expect(await idsOf(house, 'a b')).toMatch(UUID);
  expect(recorder.requests.map(({ headers }) => headers['x-request-id']).slice(0, 2)).toEqual([
    'checkout-0815',
    made,
  ]);
});

test('each operation starts a trace, whatever traceparent its client sends, and its fetches belong to it', async () => {
  const begun: { name: string; parent: string | null; traceparent: string }[] = [];
  setTracer({
    start(name, { parent }) {
      const traceparent = `00-${'a'.repeat(32)}-${String(begun.length + 1).padStart(16, '0')}-01`;
      begun.push({ name, parent, traceparent });
      return { traceId: 'a'.repeat(32), traceparent, set() {}, fail() {}, end() {} };
    },
  });
  expect(startSpan('alone').traceparent).toBe(begun.pop()?.traceparent);
  await using recorder = await startRecorder({ data: { caller: null } });
  await using house = await startHouse({ relocate: { users: recorder.url } });
  const foreign = `00-${'b'.repeat(32)}-${'c'.repeat(16)}-01`;
  await house.post({ query: '{ caller { user } }' }, { traceparent: foreign });
  const [operation, plan, fetch] = begun;
  expect([operation?.name, plan?.name, fetch?.name]).toEqual([
    'graphql.operation',
    'graphql.plan',
    'subgraph.fetch',
  ]);
  expect(operation?.parent).toBeNull();
  expect([plan?.parent, fetch?.parent]).toEqual([operation?.traceparent, operation?.traceparent]);
  expect(recorder.requests.at(0)?.headers['traceparent']).toBe(fetch?.traceparent);
});

test('a partly forbidden operation is reported once, by the path that answers it, and each span ends once', async () => {
  const begun: string[] = [];
  const ended: string[] = [];
  setTracer({
    start(name) {
      begun.push(name);
      const traceparent = `00-${'a'.repeat(32)}-${String(begun.length).padStart(16, '0')}-01`;
      return { traceId: null, traceparent, set() {}, fail() {}, end: () => void ended.push(name) };
    },
  });
  await using measured = await measuredHouse(['Known']);
  const { house, read } = measured;
  const query = 'query Known { caller { service } account { id } }';
  const token = await house.tokens.sign();
  await house.ask(query, {}, token);
  expect(await house.ask(query, {}, token)).toHaveProperty('data.account.id');
  expect((await house.ask(query)).errors[0].extensions.code).toBe('UNAUTHENTICATED');
  expect(await house.ask(query, {}, token)).toHaveProperty('data.account.id');
  await expect.poll(() => ended.toSorted()).toEqual(begun.toSorted());
  expect(begun.filter((name) => name === 'graphql.operation')).toHaveLength(4);
  const labels = 'operation="Known",type="query",field="several"';
  expect(await read('gateway_operations_total')).toEqual([
    `gateway_operations_total{${labels},road="apollo",code="OK",service="gateway"} 1`,
    `gateway_operations_total{${labels},road="short",code="OK",service="gateway"} 2`,
    `gateway_operations_total{${labels},road="apollo",code="UNAUTHENTICATED",service="gateway"} 1`,
  ]);
});

test('metrics show the state of each breaker', async () => {
  const { registry, showBreakers } = createGatewayMetrics();
  let state: 'closed' | 'open' = 'closed';
  showBreakers(() => ({ users: state, orders: 'half-open' }));
  expect(await registry.metrics()).toContain('gateway_breaker_state{subgraph="users",service="gateway"} 0');
  state = 'open';
  const text = await registry.metrics();
  expect(text).toContain('gateway_breaker_state{subgraph="users",service="gateway"} 2');
  expect(text).toContain('gateway_breaker_state{subgraph="orders",service="gateway"} 1');
});

test('metrics have their own port; a taken port fails the start only when it was chosen', async () => {
  const { registry } = createGatewayMetrics();
  const address = { host: '127.0.0.1', port: 0, isChosen: true };
  const server = await listenForMetrics(registry, address, silentLog);
  const port = Number(new URL(server.url ?? '').port);
  try {
    const answer = await fetch(`${server.url}/metrics`);
    expect(await answer.text()).toContain('nodejs_eventloop_lag_p99_seconds{service="gateway"}');
    await expect(listenForMetrics(registry, { ...address, port }, silentLog)).rejects.toThrow(
      `metrics cannot be served at 127.0.0.1 port ${port}; set METRICS_PORT to a free port, or to off.`,
    );
    const without = await listenForMetrics(registry, { ...address, port, isChosen: false }, silentLog);
    expect(without.url).toBeNull();
    expect((await listenForMetrics(registry, { ...address, port: 'off' }, silentLog)).url).toBeNull();
  } finally {
    await server.close();
  }
  const again = createServer().listen(port, '127.0.0.1');
  await expect.poll(() => again.listening).toBe(true);
  again.close();
});
