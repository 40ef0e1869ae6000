import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

/** A valid token with other claims under the same signature. */
async function tampered(house: House): Promise<string> {
  const [header, , signature] = (await house.tokens.sign()).split('.');
  return `${header}.${base64(claims())}.${signature}`;
}

/** Signed with a public secret: the bytes of the published key. */
async function hmacSigned(house: House): Promise<string> {
  const published = await read(await fetch(`${house.url}/.well-known/jwks.json`));
  const content = `${base64({ alg: 'HS256', kid: 'k0' })}.${base64(claims())}`;
  const secret = Buffer.from(published.keys[0].x, 'base64url');
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

/** Signed with the house's own key, with any header and any claims. */
const forged =
  (header: object, more: object = {}) =>
  (house: House) =>
    house.tokens.forge({ alg: 'EdDSA', kid: 'k0', ...header }, { ...claims(), ...more });

/** An attacker's key, and its public half for a header that says where to find it. */
const { privateKey: EVIL_KEY, publicKey: EVIL_PUBLIC_KEY } = generateKeyPairSync('ed25519');
const EVIL_JWK = { ...EVIL_PUBLIC_KEY.export({ format: 'jwk' }), kid: 'evil', alg: 'EdDSA' };
const bySomebody =
  (header: object) =>
  (house: House): string =>
    house.tokens.forge({ alg: 'EdDSA', kid: 'k0', ...header }, claims(), EVIL_KEY);

/** Forges an HS256 signature with the public key, as text or bytes. */
const hmacSignedWith =
  (secretOf: (key: Record<string, string>) => string | Buffer) => async (house: House) => {
    const published = await read(await fetch(`${house.url}/.well-known/jwks.json`));
    const content = `${base64({ alg: 'HS256', typ: 'JWT', kid: 'k0' })}.${base64(claims())}`;
    return `${content}.${createHmac('sha256', secretOf(published.keys[0])).update(content).digest('base64url')}`;
  };

const cut = (change: (parts: string[]) => string[]) => async (house: House) =>
  change((await house.tokens.sign()).split('.')).join('.');

const spoilt = (spoil: Spoil) => (house: House) => house.tokens.sign(spoil);

const REFUSED: Record<string, (house: House) => string | Promise<string>> = {
  'no token': () => 'Bearer',
  'another scheme': async (house) => `Basic ${await house.tokens.sign()}`,
  'not a token': () => 'Bearer not-a-token',
  'two tokens': async (house) => `Bearer ${await house.tokens.sign()} ${await house.tokens.sign()}`,
  'parts that are not JSON': () => 'Bearer aaaa.bbbb.cccc',
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
  'alg: HS256 with the key as PEM': hmacSignedWith((key) =>
    createPublicKey({ key, format: 'jwk' }).export({ format: 'pem', type: 'spki' }),
  ),
  'alg: HS256 with the key as JSON': hmacSignedWith((key) => JSON.stringify(key)),
  'alg: None': forged({ alg: 'None' }),
  'alg: RS256': forged({ alg: 'RS256' }),
  'alg: a list': forged({ alg: ['EdDSA'] }),
  'without alg': forged({ alg: undefined }),
  'of an unknown key': forged({ kid: 'k1' }),
  'without kid, of another key': bySomebody({ kid: undefined }),
  'kid: a path': bySomebody({ kid: '../../../../dev/null' }),
  'kid: a URL': bySomebody({ kid: 'https://evil.example/jwks.json' }),
  'kid: a null byte': bySomebody({ kid: 'k0\u0000' }),
  'kid: __proto__': bySomebody({ kid: '__proto__' }),
  'kid: SQL': bySomebody({ kid: "k0' union select 'key" }),
  'kid: an object': bySomebody({ kid: { toString: 'k0' } }),
  'kid: huge': bySomebody({ kid: 'k'.repeat(2_000) }),
  'with a jwk of its own': bySomebody({ jwk: EVIL_JWK }),
  'with a jwk and its kid': bySomebody({ kid: 'evil', jwk: EVIL_JWK }),
  'with a jku': bySomebody({ kid: 'evil', jku: 'http://127.0.0.1:1/jwks.json' }),
  'with an x5u': bySomebody({ kid: 'evil', x5u: 'http://127.0.0.1:1/cert.pem' }),
  'with an x5c': bySomebody({ kid: 'evil', x5c: ['MIIB'] }),
  'with a critical header': forged({ crit: ['holdfast'], holdfast: true }),
  'that is not base64 inside': forged({ b64: false, crit: ['b64'] }),
  'of another type': forged({ typ: 'dpop+jwt' }),
  'for services': forged({}, { aud: 'holdfast:internal', iss: 'gateway' }),
  'with an empty signature': cut(([header, payload]) => [header!, payload!, '']),
  'with a short signature': cut(([header, payload, signature]) => [
    header!,
    payload!,
    signature!.slice(0, 20),
  ]),
  'without a signature': cut((parts) => parts.slice(0, 2)),
  'with four parts': cut((parts) => [...parts, 'x']),
  'with five parts, as encrypted': cut((parts) => [...parts, 'x', 'y']),
  'not good yet': forged({}, { nbf: Math.floor(Date.now() / 1000) + 600 }),
  'whose exp is text': forged({}, { exp: '9999999999' }),
  'whose exp is huge text': forged({}, { exp: 'never' }),
  'whose exp is null': forged({}, { exp: null }),
  'without exp': forged({}, { exp: undefined }),
  'whose nbf is text': forged({}, { nbf: 'now' }),
  'whose roles are text': forged({}, { roles: 'ADMIN' }),
  'whose roles are an object': forged({}, { roles: { 0: 'ADMIN', length: 1 } }),
  'whose roles hold a list': forged({}, { roles: [['ADMIN']] }),
  'whose subject is empty': forged({}, { sub: '' }),
  'whose subject is a number': forged({}, { sub: 7 }),
  'whose session is not a string': forged({}, { sid: 7 }),
  'whose issuer is a list': forged({}, { iss: ['holdfast'] }),
  'whose claims are a list': (house) => house.tokens.forge({ alg: 'EdDSA', kid: 'k0' }, [claims()]),
  'whose claims are nothing': (house) => house.tokens.forge({ alg: 'EdDSA', kid: 'k0' }, null),
};

test('a request without a token is anonymous', async () => {
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

describe('refused', () => {
  let house: House;
  beforeAll(async () => {
    house = await startHouse();
  });
  afterAll(() => house[Symbol.asyncDispose]());

  test.each(Object.entries(REFUSED))(
    'a token %s is 401: nothing is executed, and no WebSocket opened',
    async (_, make) => {
      const given = await make(house);
      const authorization = /^(Bearer|Basic)/.test(given) ? given : `Bearer ${given}`;
      const response = await house.post({ query: CALLER }, { authorization });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
      const answer = await read(response);
      expect(answer.data).toBeUndefined();
      expect(answer.errors).toHaveLength(1);
      expect(answer.errors[0].extensions).toEqual({ code: 'UNAUTHENTICATED' });
      expect(await overWebSocket(house, authorization)).toEqual([4401, 'Unauthorized']);
    },
  );
});

test('the forger of these tests can make a valid token', async () => {
  await using house = await startHouse();
  expect((await house.ask(CALLER, {}, forged({})(house))).data.caller).toMatchObject({
    user: USER,
    roles: ['ADMIN'],
  });
});

/** Tries to connect with a token. @returns how the gateway closed the connection. */
async function overWebSocket(house: House, authorization: string): Promise<unknown[]> {
  const socket = new WebSocket(`${house.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  socket.onopen = () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
  const closed = await new Promise<CloseEvent>((resolve, reject) => {
    socket.onclose = resolve;
    socket.onmessage = ({ data }) => reject(new Error(`It was answered ${data}.`));
  });
  return [closed.code, closed.reason];
}

test('the directives of the SDL are enforced', async () => {
  await using house = await startHouse();
  const code = async (token?: string) =>
    (await house.ask('{ secret }', {}, token)).errors?.[0].extensions.code;
  expect(await code()).toBe('UNAUTHENTICATED');
  expect(await code(await house.tokens.sign())).toBe('FORBIDDEN');
  expect(await house.ask('{ secret }', {}, await house.tokens.sign({ roles: ['STAFF'] }))).toEqual({
    data: { secret: 'secret' },
  });
});

test('a valid token is refused from the second in which it expires', async () => {
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
      'x-holdfast-user': USER,
      'X-HOLDFAST-IDENTITY-2': forged,
      'x-forwarded-for': '10.0.0.1',
      'x-real-ip': '10.0.0.1',
      forwarded: 'for=10.0.0.1',
      'x-user-id': USER,
      'x-holdfast-client-address': '10.0.0.1',
    },
  );
  const [request] = recorder.requests;
  expect(Object.keys(request!.headers).sort()).toEqual([
    'accept',
    'content-length',
    'content-type',
    'host',
    'x-holdfast-client-address',
    'x-holdfast-identity',
    'x-holdfast-timeout',
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
