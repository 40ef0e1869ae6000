/** Processes with and without the export of traces. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** The program's modules, connections and log. */
interface Outcome {
  readonly loaded: readonly string[];
  readonly connections: number;
  readonly traceparent: string | null;
  readonly warnings: readonly string[];
}

const PROGRAM = join(import.meta.dirname, 'tracedProgram.ts');

async function run(env: Record<string, string>): Promise<Outcome> {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM], {
    env: { PATH: process.env['PATH'], ...env },
  });
  return JSON.parse(stdout) as Outcome;
}

test('without a collector, no OpenTelemetry module is loaded and no connection is opened', async () => {
  const { loaded, connections, traceparent } = await run({});
  expect({ loaded, connections, traceparent }).toEqual({ loaded: [], connections: 0, traceparent: null });
});

test('with a collector, spans are sent before the process exits', async () => {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(`${request.url} ${(await request.toArray()).join('')}`);
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const outcome = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
    expect(outcome.loaded.some((file) => file.includes('@opentelemetry/sdk-trace-base'))).toBe(true);
    expect(outcome.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(bodies).toEqual([expect.stringMatching(/^\/v1\/traces .*"name":"outer"/)]);
    expect(bodies[0]).toContain('"name":"batch things"');
    // The class of an error, never its message.
    expect(bodies[0]).toContain('"TypeError"');
    expect(bodies[0]).not.toContain('hunter2');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('an unsampled trace is not exported, and the called services see that it is unsampled', async () => {
  const outcome = await run({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
    OTEL_TRACES_SAMPLER_ARG: '0',
  });
  expect(outcome.traceparent).toMatch(/-00$/);
  expect(outcome.connections).toBe(0);
});

test('an unavailable collector is logged once, and delays nothing', async () => {
  const outcome = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', MANY: 'true' });
  expect(outcome.connections).toBeGreaterThan(1);
  expect(outcome.warnings).toEqual([
    'traces cannot be sent to OTEL_EXPORTER_OTLP_ENDPOINT now; they are dropped',
  ]);
});

test.each([
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' },
    'OTEL_EXPORTER_OTLP_ENDPOINT: must be a URL that starts with http',
  ],
  [{ OTEL_TRACES_SAMPLER_ARG: '2' }, 'OTEL_TRACES_SAMPLER_ARG: must be a number, 0 to 1'],
])('a wrong setting is reported in one line: %j', async (env, line) => {
  await expect(run(env as unknown as Record<string, string>)).rejects.toThrow(line);
});
