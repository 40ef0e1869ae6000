import { expect, test } from 'vitest';
import { createRestarts } from '../../src/workers/restarts.ts';
import { read } from '../support/house.ts';
import { startGatewayProcess } from './gatewayProcess.ts';
import { startLoad } from './load.ts';

test('several workers answer on one port, report once that they are ready, and all reload', async () => {
  await using gateway = await startGatewayProcess({ GATEWAY_WORKERS: '2' });
  expect(gateway.lines.filter(({ msg }) => msg === 'ready')).toMatchObject([{ pid: gateway.process.pid }]);
  await gateway.publish('added');
  gateway.process.kill('SIGHUP');
  const first = await gateway.line('the supergraph was reloaded');
  const second = await gateway.line('the supergraph was reloaded', 2);
  expect(new Set([first['pid'], second['pid'], gateway.process.pid]).size).toBe(3);
});

test('a worker that crashes is restarted, and the port answers meanwhile', async () => {
  await using gateway = await startGatewayProcess({ GATEWAY_WORKERS: '2' });
  await gateway.publish('added');
  const { pid } = await gateway.line('the supergraph was reloaded');
  process.kill(pid, 'SIGKILL');
  expect(await gateway.line(/a worker crashed/)).toMatchObject({ how: 'signal SIGKILL', milliseconds: 100 });
  await gateway.line('a worker answers again');
  await using load = startLoad(gateway.url, 4, () => '{ hello }');
  await load.more(200);
  expect(load.failures).toEqual([]);
  const answer = await fetch(`${gateway.url}/graphql?query={added}`, {
    headers: { 'apollo-require-preflight': '1' },
  });
  expect(await read(answer)).toEqual({ data: { added: 'new' } });
});

test('their metrics are served as one', async () => {
  const settings = { GATEWAY_WORKERS: '2', METRICS_PORT: '0', LOG_LEVEL: 'debug' };
  await using gateway = await startGatewayProcess(settings);
  const { url } = await gateway.line('metrics are there');
  await using load = startLoad(gateway.url, 4, () => '{ hello }');
  await load.more(50);
  const text = await (await fetch(`${url}/metrics`)).text();
  const counts = text.matchAll(/^gateway_operations_total\{.*\} (\d+)$/gm);
  expect([...counts].reduce((sum, [, count]) => sum + Number(count), 0)).toBeGreaterThanOrEqual(50);
});

test('a fault of all workers is reported in one line', async () => {
  await expect(startGatewayProcess({ GATEWAY_WORKERS: '2', SUPERGRAPH: '/nowhere.graphql' })).rejects.toThrow(
    /^The gateway ended: 1 : gateway: cannot read the supergraph \/nowhere.graphql \(ENOENT\)[^\n]*\n$/,
  );
});

test('a process that keeps crashing early is given up; one that ran for a while is not', () => {
  let time = 0;
  const restarts = createRestarts(() => time);
  const early = () => restarts.next(time);
  expect(Array.from({ length: 6 }, early)).toEqual([100, 200, 400, 800, 1_600, 3_200]);
  time = 10_000;
  expect(restarts.next(0)).toBe(100);
  expect(Array.from({ length: 6 }, early)).toEqual([100, 200, 400, 800, 1_600, 3_200]);
  expect(early()).toBe(null);
});
