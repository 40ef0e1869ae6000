import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { block, startServerThread } from '@holdfast/dev/testing/serverThread';
import { expect, test } from 'vitest';
import { createUndiciTransport } from '../src/undiciTransport.ts';

test('an answer that arrived in time while this process paused is returned', async () => {
  await using server = await startServerThread();
  const transport = createUndiciTransport('inventory', server.url, { maxConnections: 1, maxAge: 60_000 });
  const send = (timeout: number) => transport.send({ headers: {}, body: '{}', timeout, signal: null });
  await send(10_000);
  const asked = send(1_000);
  // undici sends the request some turns later.
  await delay(20);
  // Timers run next on this thread.
  await turn();
  server.blockUntilAnswered(2);
  block(1_000);
  expect(await asked).toMatchObject({ status: 200 });
  await transport.end();
});
