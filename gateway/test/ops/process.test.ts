/** Tests what an operator does to a busy gateway. */
import { once } from 'node:events';
import { createClient } from 'graphql-ws';
import { expect, test } from 'vitest';
import { read } from '../support/house.ts';
import { type GatewayUnderTest, startGatewayProcess } from './gatewayProcess.ts';
import { startLoad } from './load.ts';

const post = (gateway: GatewayUnderTest, query: string) =>
  fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
const ask = async (gateway: GatewayUnderTest, query: string) => read(await post(gateway, query));

/** Generous timeouts, because a machine that runs all tests at once is slow, which is not tested here. */
const PATIENT = { SUBGRAPH_TIMEOUT_MS: '30000' };

for (const executor of ['compiled', 'apollo']) {
  test(`${executor}: no request fails while the supergraph is reloaded, refused, and reloaded again`, async () => {
    await using gateway = await startGatewayProcess({ GATEWAY_EXECUTOR: executor, ...PATIENT });
    let count = 0;
    await using load = startLoad(gateway.url, 8, () => `{ hello again: hello a${count++ % 50}: hello }`);
    await load.more(100);
    await gateway.publish('added');
    const reloaded = await gateway.line('the supergraph was reloaded');
    expect(await ask(gateway, '{ added }')).toEqual({ data: { added: 'new' } });
    await gateway.write('type Query {');
    const refused = await gateway.line(/was refused/);
    expect(refused['reason']).toMatch(/Syntax Error/);
    expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(200);
    await gateway.publish('later');
    gateway.process.kill('SIGHUP');
    const again = await gateway.line('the supergraph was reloaded', 2);
    expect(again['before']).toBe(reloaded['version']);
    expect(await ask(gateway, '{ later }')).toEqual({ data: { later: 'newer' } });
    expect((await ask(gateway, '{ added }')).errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    await load.more(100);
    expect(load.failures).toEqual([]);
    expect(load.answered).toBeGreaterThan(200);
  });
}

for (const workers of ['1', '2']) {
  test(`${workers} workers: no request fails during shutdown`, async () => {
    await using gateway = await startGatewayProcess({
      DRAIN_DELAY_MS: '1500',
      GATEWAY_WORKERS: workers,
      ...PATIENT,
    });
    const mutation = ask(gateway, 'mutation { place }');
    await gateway.gate.entered;
    await using load = startLoad(gateway.url, 12, () => '{ hello big }');
    await load.more(300);
    gateway.process.kill('SIGTERM');
    await load.gone;
    expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
    gateway.gate.open();
    expect(await mutation).toEqual({ data: { place: 'done' } });
    expect(await gateway.exit).toEqual([0, null]);
    expect(load.failures).toEqual([]);
    expect(await gateway.errors).toBe('');
  });
}

test('operations over a WebSocket are answered, and its client is told to reconnect', async () => {
  await using gateway = await startGatewayProcess();
  const closed: number[] = [];
  const client = createClient({
    url: `${gateway.url.replace('http', 'ws')}/graphql`,
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => {},
    on: { closed: (event) => void closed.push((event as CloseEvent).code) },
  });
  const answers = client.iterate({ query: 'mutation { place }' });
  const answer = answers.next();
  await gateway.gate.entered;
  gateway.process.kill('SIGTERM');
  await expect.poll(() => post(gateway, '{ hello }').catch(() => 'refused')).toBe('refused');
  expect(closed).toEqual([]);
  gateway.gate.open();
  expect((await answer).value).toEqual({ data: { place: 'done' } });
  expect(await gateway.exit).toEqual([0, null]);
  await expect.poll(() => closed).toEqual([1001]);
  await client.dispose();
});

test('a request that never ends is cut off', async () => {
  await using silent = await startGatewayProcess({ MUTATION_TIMEOUT_MS: '300', OPERATION_TIMEOUT_MS: '300' });
  // It has sent half of its request, and holds its connection for as long as the limits allow.
  const { connect } = await import('node:net');
  const { port, hostname } = new URL(silent.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(
    'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
  );
  await ask(silent, '{ hello }');
  silent.process.kill('SIGTERM');
  expect(await silent.exit).toEqual([0, null]);
  expect(await silent.line(/was ended/)).toMatchObject({ milliseconds: 1_600 });
  socket.destroy();
});
