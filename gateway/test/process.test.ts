import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, '../src/main.ts');

/** Reports on standard error every host name that the process looks up. */
const TELL_LOOKUPS = `data:text/javascript,${encodeURIComponent(`
  import dns from 'node:dns';
  const { lookup } = dns;
  dns.lookup = (name, ...rest) => { process.stderr.write('lookup ' + name + '\\n'); return lookup(name, ...rest); };
`)}`;

const IDENTITY_KEY = generateKeyPairSync('ed25519')
  .privateKey.export({ format: 'der', type: 'pkcs8' })
  .toString('base64');

function startProcess(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', TELL_LOOKUPS, MAIN], {
    // From its source, as in an image; with what earlier processes have compiled.
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return Object.assign(child, {
    errors: text(child.stderr),
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  });
}

test('the process starts alone, answers, stops on SIGTERM, and contacts no other host', async () => {
  using gateway = startProcess({ IDENTITY_KEY });
  const [line] = await once(createInterface(gateway.stdout), 'line');
  const { url, msg } = JSON.parse(line);
  expect(msg).toBe('ready');
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  gateway.kill('SIGTERM');
  expect(await once(gateway, 'exit')).toEqual([0, null]);
  expect((await gateway.errors).replace(/^lookup (127\.0\.0\.1|localhost)\n/gm, '')).toBe('');
});

test.each([
  [
    { NODE_ENV: 'production' },
    'gateway: Wrong settings: IDENTITY_KEY is not set; `npm run keys` makes one. AUTH=off runs without authentication.\n',
  ],
  [
    { AUTH: 'on' },
    'gateway: Wrong settings: IDENTITY_KEY is not set, and AUTH=on needs it; `npm run keys` makes one.\n',
  ],
  [
    { IDENTITY_KEY: 'abc' },
    'gateway: Wrong settings: IDENTITY_KEY is not an Ed25519 key; `npm run keys` makes a pair.\n',
  ],
  [
    { IDENTITY_KEY, SUPERGRAPH: '/nowhere.graphql' },
    'gateway: cannot read the supergraph /nowhere.graphql (ENOENT); run npm run schema -- compose, or correct SUPERGRAPH.\n',
  ],
  [
    { IDENTITY_KEY, PERSISTED_OPERATIONS: '/nowhere.json' },
    'gateway: cannot read the persisted operations /nowhere.json (ENOENT); correct PERSISTED_OPERATIONS.\n',
  ],
  [
    { IDENTITY_KEY, USERS_URL: 'here' },
    'gateway: Wrong settings: USERS_URL: must be a URL that starts with http:// or https://.\n',
  ],
])('a wrong setting is one line: %j', async (env, line) => {
  using gateway = startProcess(env as Record<string, string>);
  expect(await once(gateway, 'exit')).toEqual([1, null]);
  expect(await gateway.errors).toBe(line);
});
