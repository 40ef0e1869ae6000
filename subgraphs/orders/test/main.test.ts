import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { testMongo } from '@holdfast/dev/testing/mongo';
import { programOf } from '@holdfast/dev/testing/program';
import type { ProcessMessage } from '@holdfast/kit-process/lifecycle';
import { expect, test } from 'vitest';

/** An address at which nothing listens. */
const NOWHERE = 'http://127.0.0.1:9';

const PROGRAM = await programOf('orders');

function start(env: Record<string, string>): ChildProcess {
  return fork(PROGRAM.file, {
    env: { ...PROGRAM.env, ...env },
    execArgv: [...PROGRAM.execArgv],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

test('the process starts and serves while the bus and all other services are down, and exits with 0', async () => {
  await using database = await testMongo();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const orders = start({
    PORT: '0',
    MONGODB_URL: database.url,
    EVENTS_URL: 'nats://127.0.0.1:9',
    IDENTITY_TRUST: `gateway=${publicKey.export({ format: 'der', type: 'spki' }).toString('base64')}`,
    IDENTITY_KEY: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    USERS_URL: NOWHERE,
    PRODUCTS_URL: NOWHERE,
    INVENTORY_URL: NOWHERE,
    PAYMENTS_URL: NOWHERE,
  });
  const [message]: ProcessMessage[] = await once(orders, 'message');
  if (message?.type !== 'ready') throw new Error(message?.message);
  expect((await fetch(`${message.url}/health/ready`)).status).toBe(200);
  const indexes = await database.mongo.db.collection('orders').indexes();
  expect(indexes).toContainEqual(expect.objectContaining({ name: 'outbox', key: { 'outbox.id': 1 } }));
  orders.kill('SIGTERM');
  expect(await once(orders, 'exit')).toEqual([0, null]);
});
