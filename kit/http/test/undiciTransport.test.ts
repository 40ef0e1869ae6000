import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { block, startServerThread } from '@holdfast/dev/testing/serverThread';
import { expect, test } from 'vitest';
import { createUndiciTransport } from '../src/undiciTransport.ts';

test('an answer that came in time while this process paused is given', async () => {
  await using server = await startServerThread();
  const transport = createUndiciTransport('inventory', server.url, { maxConnections: 1, maxAge: 60_000 });
  const send = (timeout: number) => transport.send({ headers: {}, body: '{}', timeout, signal: null });
  await send(10_000);
  const asked = send(1_000);
  // Undici sends it some turns later.
  await delay(20);
  // What comes next on this thread are timers.
  await turn();
  server.blockUntilAnswered(2);
  block(1_000);
  expect(await asked).toMatchObject({ status: 200 });
  await transport.end();
});
