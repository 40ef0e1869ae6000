/** Tests a manifest of persisted operations that changes while the gateway runs. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { read, testFolder } from '../support/house.ts';
import { type GatewayUnderTest, startGatewayProcess } from './gatewayProcess.ts';
import { startLoad } from './load.ts';

const RELOADED = 'the persisted operations were reloaded';
const REFUSED = 'a manifest of persisted operations was refused, and the last good one stays';

/** A gateway that accepts only the operations of a file. */
async function startTrusting(env: Record<string, string> = {}) {
  await using opened = new AsyncDisposableStack();
  const folder = opened.use(await testFolder());
  const file = join(folder.path, 'operations.json');
  const write = async (text: string) => {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  };
  const publish = (...bodies: readonly string[]) => {
    const operations = bodies.map((body, index) => ({ id: `${index}`, body }));
    return write(JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }));
  };
  await publish('{ hello }');
  const settings = { DOCUMENTS: 'persisted', PERSISTED_OPERATIONS: file, ...env };
  const gateway = opened.use(await startGatewayProcess(settings));
  const disposal = opened.move();
  return { file, write, publish, gateway, [Symbol.asyncDispose]: () => disposal.disposeAsync() };
}

async function ask(gateway: GatewayUnderTest, query: string) {
  const answer = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = await read(answer);
  return data ?? errors[0].extensions.code;
}

test('a new manifest takes effect as soon as it is there, and an unusable one is refused', async () => {
  await using it = await startTrusting({ METRICS_PORT: '0', LOG_LEVEL: 'debug' });
  const { gateway } = it;
  await using load = startLoad(gateway.url, 4, () => '{ hello }');
  await load.more(50);
  expect(await ask(gateway, '{ slower: hello }')).toBe('OPERATION_NOT_PERMITTED');
  await it.publish('{ hello }', '{ slower: hello }');
  expect(await gateway.line(RELOADED)).toMatchObject({ operations: 2, before: 1 });
  expect(await ask(gateway, '{ slower: hello }')).toEqual({ slower: 'world' });

  await it.write('{');
  expect(await gateway.line(REFUSED)).toMatchObject({
    level: 'error',
    reason: `${it.file} is no manifest of persisted operations: it is not JSON.`,
  });
  await rm(it.file);
  expect((await gateway.line(REFUSED, 2))['reason']).toMatch(/cannot read .* \(ENOENT\)/);
  expect(await ask(gateway, '{ slower: hello }')).toEqual({ slower: 'world' });

  await it.publish('{ hello }');
  gateway.process.kill('SIGHUP');
  expect(await gateway.line(RELOADED, 2)).toMatchObject({ operations: 1, before: 2 });
  expect(await ask(gateway, '{ slower: hello }')).toBe('OPERATION_NOT_PERMITTED');
  await load.more(50);
  expect(load.failures).toEqual([]);
  const { url } = await gateway.line('metrics are there');
  const figures = await (await fetch(`${url}/metrics`)).text();
  expect(figures).toContain('gateway_reloads_total{of="documents",outcome="reloaded",service="gateway"} 2');
  expect(figures).toContain('gateway_reloads_total{of="documents",outcome="refused",service="gateway"} 2');
  expect(figures).toContain('gateway_reloads_total{of="supergraph",outcome="refused",service="gateway"} 0');
});

test('with SIGHUP, all workers reload it', async () => {
  await using it = await startTrusting({ GATEWAY_WORKERS: '2' });
  const { gateway } = it;
  await it.publish('{ hello }', '{ slower: hello }');
  gateway.process.kill('SIGHUP');
  const lines = [await gateway.line(RELOADED), await gateway.line(RELOADED, 2)];
  expect(new Set(lines.map(({ pid }) => pid)).size).toBe(2);
  for (let asked = 0; asked < 8; asked++) {
    expect(await ask(gateway, '{ slower: hello }')).toEqual({ slower: 'world' });
  }
});
