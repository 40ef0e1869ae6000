import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { createIdentitySigner, createIdentityVerifier } from '../src/identity.ts';

const user = { id: '01936f00-0000-7000-8000-000000000001', roles: ['CUSTOMER'] } as const;
const start = Date.parse('2026-11-20T12:00:00Z');

function pair() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    key: privateKey,
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  };
}

/** Creates two trusted signers, `gateway` and `orders`, a verifier, and a clock that can be moved. */
function createServices() {
  let now = start;
  const clock = () => new Date(now);
  const [gateway, orders] = [pair(), pair()];
  return {
    clock,
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
    gateway,
    orders,
    sign: createIdentitySigner('gateway', gateway.privateKey, clock),
    signOrders: createIdentitySigner('orders', orders.privateKey, clock),
    verify: createIdentityVerifier(`gateway=${gateway.publicKey},orders=${orders.publicKey}`, clock),
  };
}

describe('an identity', () => {
  test('names the signing service, the user and their scopes', async () => {
    const { sign, signOrders, verify } = createServices();
    expect(await verify(await sign(user))).toEqual({ service: 'gateway', user, scopes: new Set() });
    expect(await verify(await sign(null))).toEqual({ service: 'gateway', user: null, scopes: new Set() });
    const staff = await verify(await sign({ ...user, roles: ['STAFF'] }));
    expect(staff?.scopes).toContain('stock:read');
    expect(staff?.scopes).not.toContain('payments:execute');
    const orders = await verify(await signOrders(user));
    expect(orders).toMatchObject({ service: 'orders', user });
    expect(orders?.scopes).toEqual(new Set(['stock:reserve', 'payments:execute']));
  });

  test('is reused for half of its lifetime, and expires after a minute', async () => {
    const { sign, verify, pass } = createServices();
    const first = await sign(user);
    pass(29);
    expect(await sign(user)).toBe(first);
    expect(await sign(null)).not.toBe(first);
    pass(2);
    expect(await sign(user)).not.toBe(first);
    expect(await verify(first)).toBeDefined();
    pass(30);
    expect(await verify(first)).toBeUndefined();
  });

  const forge = (claims: object, header: Record<string, string>, key: KeyObject | Uint8Array) =>
    new SignJWT({
      roles: ['ADMIN'],
      iss: 'gateway',
      aud: 'holdfast:internal',
      exp: start / 1000 + 60,
      ...claims,
    })
      .setProtectedHeader({ alg: 'EdDSA', ...header })
      .sign(key);
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  test('is invalid with the wrong signer, audience or claims', async () => {
    const { verify, gateway, orders } = createServices();
    const stranger = pair();
    expect(await verify(await forge({}, {}, gateway.key))).toBeDefined();
    const bad = [
      await forge({}, {}, stranger.key),
      await forge({}, {}, orders.key), // orders cannot sign as the gateway
      await forge({ iss: 'stranger' }, {}, gateway.key),
      await forge({ iss: undefined }, {}, gateway.key),
      await forge({ aud: 'holdfast' }, {}, gateway.key),
      await forge({ exp: undefined }, {}, gateway.key),
      await forge({ exp: start / 1000 - 1 }, {}, gateway.key),
      await forge({ roles: ['ROOT'] }, {}, gateway.key),
      await forge({ roles: undefined }, {}, gateway.key),
      await forge({}, { alg: 'HS256' }, Buffer.from(gateway.publicKey, 'base64')),
      `${encode({ alg: 'none' })}.${encode({ iss: 'gateway', aud: 'holdfast:internal', roles: [], exp: start })}.`,
    ];
    for (const token of bad) expect(await verify(token)).toBeUndefined();
  });

  test.each([
    undefined,
    '',
    'x',
    'a.b.c',
    '...',
    'ey.ey.ey',
    `${'x'.repeat(10_000)}.y.z`,
    // With a valid header, so that the payload is read for the issuer: not JSON, empty, JSON that is not an
    // object.
    'eyJhbGciOiJFZERTQSJ9.AAAA.AAAA',
    'eyJhbGciOiJFZERTQSJ9..AAAA',
    'eyJhbGciOiJFZERTQSJ9.bnVsbA.AAAA',
  ])('of the text %s is invalid', async (token) => {
    expect(await createServices().verify(token)).toBeUndefined();
  });

  test('key of the wrong kind is reported in one line', () => {
    const { clock, gateway } = createServices();
    expect(() => createIdentitySigner('gateway', 'x', clock)).toThrow(
      'IDENTITY_KEY is not an Ed25519 key; `npm run keys` makes a pair.',
    );
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
      format: 'der',
      type: 'pkcs8',
    });
    expect(() => createIdentitySigner('gateway', rsa.toString('base64'), clock)).toThrow('IDENTITY_KEY');
    expect(() => createIdentityVerifier('', clock)).toThrow('IDENTITY_TRUST');
    expect(() => createIdentityVerifier(gateway.publicKey, clock)).toThrow('IDENTITY_TRUST');
  });
});
