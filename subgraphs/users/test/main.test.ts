import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { NO_TTL, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { testMongo } from '@holdfast/dev/testing/mongo';
import { programOf } from '@holdfast/dev/testing/program';
import type { ProcessMessage } from '@holdfast/kit-process/lifecycle';
import { expect, test } from 'vitest';

const PROGRAM = await programOf('users');

function start(env: Record<string, string>): ChildProcess {
  return fork(PROGRAM.file, {
    env: { ...PROGRAM.env, ...env },
    execArgv: [...PROGRAM.execArgv],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

unlessFerretdb(test, NO_TTL)(
  'the process starts while the bus is down, publishes its key, and exits with 0 on SIGTERM',
  async () => {
    await using database = await testMongo();
    const { publicKey } = generateKeyPairSync('ed25519');
    const users = start({
      PORT: '0',
      MONGODB_URL: database.url,
      EVENTS_URL: 'postgres://nobody@127.0.0.1:9/none',
      IDENTITY_TRUST: `gateway=${publicKey.export({ format: 'der', type: 'spki' }).toString('base64')}`,
    });
    const [message]: ProcessMessage[] = await once(users, 'message');
    if (message?.type !== 'ready') throw new Error(message?.message);
    expect((await fetch(`${message.url}/health/ready`)).status).toBe(200);
    const keys = await fetch(`${message.url}/.well-known/jwks.json`);
    expect(await keys.json()).toMatchObject({ keys: [{ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' }] });
    users.kill('SIGTERM');
    expect(await once(users, 'exit')).toEqual([0, null]);
  },
);

test('one line names all missing and wrong settings', async () => {
  const users = start({ PORT: '70000', MONGODB_URL: 'http://localhost' });
  const [message]: ProcessMessage[] = await once(users, 'message');
  expect(message).toMatchObject({ type: 'failed' });
  const { message: line } = message as { message: string };
  expect(line).toMatch(/^users: Wrong settings: .*PORT.*IDENTITY_TRUST is not set.*MONGODB_URL.*\.$/);
  expect(await once(users, 'exit')).toEqual([1, null]);
});
