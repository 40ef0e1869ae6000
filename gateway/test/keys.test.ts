import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { block, startServerThread } from '@holdfast/dev/testing/serverThread';
import { expect, test } from 'vitest';
import { fetchPublished } from '../src/security/fetchPublished.ts';
import { read, startHouse } from './support/house.ts';

const CALLER = '{ caller { user } }';

test('the gateway publishes the keys that access tokens are signed with', async () => {
  await using house = await startHouse();
  const response = await fetch(`${house.url}/.well-known/jwks.json`);
  expect(response.status).toBe(200);
  expect(await read(response)).toMatchObject({ keys: [{ kid: 'k0', kty: 'OKP', crv: 'Ed25519' }] });
});

test('the keys are fetched once for many tokens', async () => {
  await using house = await startHouse();
  expect(house.tokens.fetches()).toBe(0);
  const tokens = await Promise.all(
    [1, 2, 3, 4].map((expires) => house.tokens.sign({ expires: expires * 60 })),
  );
  await Promise.all(tokens.map((token) => house.ask(CALLER, {}, token)));
  expect(house.tokens.fetches()).toBe(1);
});

test('after a rotation the new key is fetched, at most every ten seconds', async () => {
  await using house = await startHouse();
  await house.ask(CALLER, {}, await house.tokens.sign());
  await house.tokens.rotate();
  const token = await house.tokens.sign();
  expect((await house.ask(CALLER, {}, token)).errors[0].extensions.code).toBe('UNAUTHENTICATED');
  expect(house.tokens.fetches()).toBe(1);
  house.pass(11);
  expect((await house.ask(CALLER, {}, token)).data.caller.user).not.toBeNull();
  expect(house.tokens.fetches()).toBe(2);
});

test('without keys a token cannot be verified: 503 SUBGRAPH_UNAVAILABLE; other requests are unaffected', async () => {
  await using house = await startHouse({ jwksUrl: 'http://127.0.0.1:1/.well-known/jwks.json' });
  const authorization = `Bearer ${await house.tokens.sign()}`;
  const response = await house.post({ query: CALLER }, { authorization });
  expect(response.status).toBe(503);
  expect(await read(response)).toEqual({
    errors: [
      {
        message: 'The users service is not available.',
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'users' },
      },
    ],
  });
  expect((await fetch(`${house.url}/.well-known/jwks.json`)).status).toBe(503);
  expect((await house.ask(CALLER)).data.caller.user).toBeNull();
});

test('known keys stay in use while they cannot be fetched', async () => {
  await using house = await startHouse();
  await house.ask(CALLER, {}, await house.tokens.sign());
  const later = await house.tokens.sign({ expires: 86_400 });
  await house.tokens[Symbol.asyncDispose]();
  house.pass(3_600);
  expect((await house.ask(CALLER, {}, later)).data.caller.user).not.toBeNull();
  expect((await house.ask(CALLER, {}, later)).data.caller.user).not.toBeNull();
});

test('a document that arrived in time during a pause of the process is read', async () => {
  await using server = await startServerThread();
  const asked = fetchPublished(server.url, async () => 'token');
  // Undici sends it some turns later.
  await delay(20);
  // Timers run next on this thread.
  await turn();
  server.blockUntilAnswered(1);
  block(2_100);
  expect(await asked).toEqual({});
});
