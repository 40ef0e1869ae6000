import { testIdentities } from '@holdfast/dev/testing/identities';
import { silentLog } from '@holdfast/kit-base/log';
import { Counter, createMetrics, type Registry } from '@holdfast/kit-telemetry/metrics';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { createSubgraphServer } from '../src/server.ts';

const SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@tag"])
  type Query { thing: Int @tag(name: "public") }`;

async function scrape(metrics?: Registry): Promise<{ status: number; type: string | null; text: string }> {
  const server = await createSubgraphServer({
    name: 'things',
    typeDefs: parse(SDL),
    resolvers: {},
    context: (identity) => ({ identity }),
    verifyIdentity: testIdentities(() => new Date()).verify,
    health: {},
    ...(metrics && { metrics }),
    log: silentLog,
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  try {
    const response = await fetch(`${url}/metrics`);
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    };
  } finally {
    await server.close();
  }
}

test('every server exports the metrics of its process, without requiring an identity', async () => {
  const { status, type, text } = await scrape();
  expect(status).toBe(200);
  expect(type).toContain('text/plain');
  for (const name of [
    'process_cpu_seconds_total',
    'process_resident_memory_bytes',
    'nodejs_eventloop_lag_seconds',
  ]) {
    expect(text).toMatch(new RegExp(`^${name}\\{service="things"\\} \\d`, 'm'));
  }
});

test('a server exports the metrics of its own registry only', async () => {
  const metrics = createMetrics('things');
  new Counter({ name: 'things_total', help: 'Things.', registers: [metrics] }).inc(3);
  expect((await scrape(metrics)).text).toContain('things_total{service="things"} 3');
  expect((await scrape()).text).not.toContain('things_total');
});
