import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { testMongo } from '@holdfast/dev/testing/mongo';
import { programOf } from '@holdfast/dev/testing/program';
import type { ProcessMessage } from '@holdfast/kit-process/lifecycle';
import { expect, test } from 'vitest';

const PROGRAM = await programOf('products');

function start(env: Record<string, string>): ChildProcess {
  return fork(PROGRAM.file, {
    env: { ...PROGRAM.env, ...env },
    execArgv: [...PROGRAM.execArgv],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

test('the process starts, becomes ready, and exits with 0 on SIGTERM', async () => {
  await using database = await testMongo();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const products = start({
    PORT: '0',
    MONGODB_URL: database.url,
    // Neither exists. The process starts all the same.
    EVENTS_URL: 'nats://127.0.0.1:1',
    INVENTORY_URL: 'http://127.0.0.1:1/graphql',
    IDENTITY_TRUST: `gateway=${publicKey.export({ format: 'der', type: 'spki' }).toString('base64')}`,
    IDENTITY_KEY: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  });
  const [message]: ProcessMessage[] = await once(products, 'message');
  if (message?.type !== 'ready') throw new Error(message?.message);
  expect((await fetch(`${message.url}/health/ready`)).status).toBe(200);
  products.kill('SIGTERM');
  expect(await once(products, 'exit')).toEqual([0, null]);
});

test('one line names every missing or wrong setting', async () => {
  const products = start({ PORT: '70000', MONGODB_URL: 'http://localhost' });
  const [message]: ProcessMessage[] = await once(products, 'message');
  expect(message).toMatchObject({ type: 'failed' });
  const { message: line } = message as { message: string };
  expect(line).toMatch(
    /^products: Wrong settings: .*PORT.*IDENTITY_TRUST is not set.*MONGODB_URL.*INVENTORY_URL is not set.*IDENTITY_KEY is not set\.$/,
  );
  expect(await once(products, 'exit')).toEqual([1, null]);
});
