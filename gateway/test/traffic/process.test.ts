/** Tests the process as an operator runs it: alone, with workers, and repeatedly on one file. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type TrafficFile, trafficFile } from '../../src/traffic/format.ts';
import { startGatewayProcess } from '../ops/gatewayProcess.ts';
import { testFolder } from '../support/house.ts';

const readCounts = async (path: string) => {
  const { operations }: TrafficFile = trafficFile.parse(JSON.parse(await readFile(path, 'utf8')));
  return operations.flatMap(({ document, clients }) =>
    clients.map(({ name, count }) => [document, name, count] as const),
  );
};

async function ask(url: string, query: string, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    // One connection each, so that every worker gets requests.
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        connection: 'close',
        'apollographql-client-name': 'web',
      },
      body: JSON.stringify({ query }),
    });
    expect(await response.json()).toEqual({ data: { hello: 'world' } });
  }
}

test.each(['1', '2'])(
  '%s at work: the file has every request at the end, and the next run adds to it',
  async (workers) => {
    await using folder = await testFolder();
    const path = join(folder.path, 'traffic.json');
    const settings = { TRAFFIC_FILE: path, GATEWAY_WORKERS: workers };
    for (const run of [1, 2]) {
      await using gateway = await startGatewayProcess(settings);
      await ask(gateway.url, 'query Hello { hello }', 10);
      gateway.process.kill('SIGTERM');
      expect(await gateway.exit).toEqual([0, null]);
      expect(await readCounts(path)).toEqual([['query Hello{hello}', 'web', run * 10]]);
    }
    expect(await readdir(folder.path)).toEqual(['traffic.json']);
  },
);

test.each(['1', '2'])('%s at work: the file is written while they run', async (workers) => {
  await using folder = await testFolder();
  const path = join(folder.path, 'traffic.json');
  const settings = { TRAFFIC_FILE: path, TRAFFIC_INTERVAL_MS: '100', GATEWAY_WORKERS: workers };
  await using gateway = await startGatewayProcess(settings);
  await ask(gateway.url, '{ hello }', 5);
  await expect.poll(() => readCounts(path).catch(() => [])).toEqual([['{hello}', 'web', 5]]);
  await ask(gateway.url, '{ hello }', 2);
  await expect.poll(() => readCounts(path)).toEqual([['{hello}', 'web', 7]]);
});

test.each(['1', '2'])('%s to be at work: a missing folder is reported in one line', async (workers) => {
  await using folder = await testFolder();
  const path = join(folder.path, 'nowhere/traffic.json');
  await expect(startGatewayProcess({ TRAFFIC_FILE: path, GATEWAY_WORKERS: workers })).rejects.toThrow(
    `The gateway ended: 1 : gateway: cannot write the traffic file ${path} (ENOENT); correct TRAFFIC_FILE.\n`,
  );
});

test('a broken file is reported at the start, and kept', async () => {
  await using folder = await testFolder();
  const path = join(folder.path, 'traffic.json');
  await writeFile(path, '{');
  await using gateway = await startGatewayProcess({ TRAFFIC_FILE: path });
  const { aside } = await gateway.line('the traffic file was broken, and is kept aside');
  expect(await readFile(aside, 'utf8')).toBe('{');
});
