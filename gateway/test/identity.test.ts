import { createHmac, generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Spoil, USER } from './support/accessTokens.ts';
import { type House, read, startHouse } from './support/house.ts';
import { startRecorder } from './support/recorder.ts';

const CALLER = '{ caller { service user roles } }';

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

const claims = () => ({
  iss: 'holdfast',
  aud: 'holdfast',
  sub: USER,
  roles: ['ADMIN'],
  exp: Math.floor(Date.now() / 1000) + 900,
});

/** A good token with other claims under the same signature. */
async function tampered(house: House): Promise<string> {
  const [header, , signature] = (await house.tokens.sign()).split('.');
  return `${header}.${base64(claims())}.${signature}`;
}

/** Signed with a secret that everybody knows: the bytes of the published key. */
async function hmacSigned(house: House): Promise<string> {
  const published = await read(await fetch(`${house.url}/.well-known/jwks.json`));
  const content = `${base64({ alg: 'HS256', kid: 'k0' })}.${base64(claims())}`;
  const secret = Buffer.from(published.keys[0].x, 'base64url');
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

const spoilt = (spoil: Spoil) => (house: House) => house.tokens.sign(spoil);

const REFUSED: Record<string, (house: House) => string | Promise<string>> = {
  'no token': () => 'Bearer',
  'another scheme': async (house) => `Basic ${await house.tokens.sign()}`,
  'not a token': () => 'Bearer not-a-token',
  'two tokens': async (house) => `Bearer ${await house.tokens.sign()} ${await house.tokens.sign()}`,
  'parts that are no JSON': () => 'Bearer aaaa.bbbb.cccc',
  'a huge token': () => `Bearer ${'a'.repeat(5_000)}.b.c`,
  expired: spoilt({ expires: -1 }),
  'of another issuer': spoilt({ issuer: 'somebody' }),
  'for another audience': spoilt({ audience: 'holdfast:internal' }),
  'without a subject': spoilt({ subject: null }),
  'without roles': spoilt({ roles: null }),
  'with an unknown role': spoilt({ roles: ['CUSTOMER', 'OWNER'] }),
  "signed with somebody else's key": spoilt({ key: generateKeyPairSync('ed25519').privateKey }),
  'tampered with': tampered,
  'alg: none': () => `${base64({ alg: 'none' })}.${base64(claims())}.`,
  'alg: HS256': hmacSigned,
};

test('nobody is anonymous', async () => {
  await using house = await startHouse();
  expect(await house.ask(CALLER)).toEqual({
    data: { caller: { service: 'gateway', user: null, roles: [] } },
  });
});

test('the bearer of an access token is known to the subgraphs', async () => {
  await using house = await startHouse();
  const token = await house.tokens.sign({ roles: ['CUSTOMER', 'STAFF'] });
  expect(await house.ask(CALLER, {}, token)).toEqual({
    data: { caller: { service: 'gateway', user: USER, roles: ['CUSTOMER', 'STAFF'] } },
  });
  const lowerCase = await house.post({ query: CALLER }, { authorization: `bearer ${token}` });
  expect((await read(lowerCase)).data.caller.user).toBe(USER);
});

test.each(Object.entries(REFUSED))(
  'a token %s is 401, and nothing of the request is done',
  async (_, make) => {
    await using house = await startHouse();
    const given = await make(house);
    const authorization = /^(Bearer|Basic)/.test(given) ? given : `Bearer ${given}`;
    const response = await house.post({ query: CALLER }, { authorization });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    const answer = await read(response);
    expect(answer.data).toBeUndefined();
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors[0].extensions).toEqual({ code: 'UNAUTHENTICATED' });
  },
);

test('the subgraphs enforce what the SDL says, which the gateway cannot', async () => {
  await using house = await startHouse();
  const code = async (token?: string) =>
    (await house.ask('{ secret }', {}, token)).errors?.[0].extensions.code;
  expect(await code()).toBe('UNAUTHENTICATED');
  expect(await code(await house.tokens.sign())).toBe('FORBIDDEN');
  expect(await house.ask('{ secret }', {}, await house.tokens.sign({ roles: ['STAFF'] }))).toEqual({
    data: { secret: 'secret' },
  });
});

test('a token that was good is refused from the second on in which it expires', async () => {
  await using house = await startHouse();
  const token = await house.tokens.sign({ expires: 60 });
  expect((await house.ask(CALLER, {}, token)).data.caller.user).toBe(USER);
  house.pass(61);
  expect((await house.ask(CALLER, {}, token)).errors[0].message).toBe('The access token has expired.');
});

test('the token of a session that has ended is refused, and no other', async () => {
  await using house = await startHouse();
  const [ended, other] = [
    await house.tokens.sign({ session: 'a' }),
    await house.tokens.sign({ session: 'b' }),
  ];
  for (const token of [ended, other])
    expect((await house.ask(CALLER, {}, token)).data.caller.user).toBe(USER);
  house.tokens.revoke('a');
  let answer = await house.ask(CALLER, {}, ended);
  while (!answer.errors) answer = await house.ask(CALLER, {}, ended);
  expect(answer.errors[0]).toMatchObject({
    message: 'The session has ended.',
    extensions: { code: 'UNAUTHENTICATED' },
  });
  expect((await house.ask(CALLER, {}, other)).data.caller.user).toBe(USER);
});

test('no header of the client reaches a subgraph', async () => {
  await using recorder = await startRecorder({ data: { caller: null } });
  await using house = await startHouse({ relocate: { users: recorder.url } });
  const forged = `${base64({ alg: 'none' })}.${base64({ iss: 'gateway', sub: USER, roles: ['ADMIN'] })}.`;
  await house.post(
    { query: CALLER },
    {
      authorization: `Bearer ${await house.tokens.sign()}`,
      cookie: 'a=b',
      'x-holdfast-identity': forged,
      'x-holdfast-anything': 'x',
      'x-forwarded-for': '10.0.0.1',
      'x-holdfast-client-address': '10.0.0.1',
    },
  );
  const [request] = recorder.requests;
  expect(Object.keys(request!.headers).sort()).toEqual([
    'accept',
    'connection',
    'content-length',
    'content-type',
    'host',
    'x-holdfast-client-address',
    'x-holdfast-identity',
    'x-request-id',
  ]);
  // The connection's own address, whatever the client says.
  expect(request!.headers['x-holdfast-client-address']).toMatch(/127\.0\.0\.1|::1/);
  expect(request!.headers['x-holdfast-identity']).not.toBe(forged);
});

test('an identity from outside changes nothing', async () => {
  await using house = await startHouse();
  await using other = await startHouse();
  const stolen = await house.post({ query: CALLER }, { 'x-holdfast-identity': 'whatever' });
  expect((await read(stolen)).data.caller.user).toBeNull();
  expect((await other.ask(CALLER)).data.caller.user).toBeNull();
});
