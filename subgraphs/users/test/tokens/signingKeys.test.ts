import { NAMES_NO_INDEX, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { testMongo } from '@holdfast/dev/testing/mongo';
import { newUuid } from '@holdfast/kit-base/ids';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { collectionsOf } from '../../src/database/collections.ts';
import { createAccessTokenSigner } from '../../src/tokens/accessToken.ts';
import { createSigningKeyReader, deleteRetiredKeys, publicKeySet } from '../../src/tokens/signingKeys.ts';
import { ensureTestIndexes } from '../support/indexes.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Opens a database for keys, on which processes sign with a common test clock. */
async function testKeys() {
  const database = await testMongo();
  const collections = collectionsOf(database.mongo.db);
  await ensureTestIndexes(collections);
  let now = Date.parse('2026-11-20T12:00:00.000Z');
  const deps = { ...collections, clock: () => new Date(now), newId: newUuid };
  return {
    ...collections,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    process: () => {
      const sign = createAccessTokenSigner(createSigningKeyReader(deps), deps);
      return async () => (await sign({ id: newUuid(), roles: [] }, newUuid())).accessToken;
    },
    published: async () => (await publicKeySet(deps)).keys as { kid: string }[],
    verify: (token: string, keys: object[]) =>
      jwtVerify(token, createLocalJWKSet({ keys } as never), { currentDate: new Date(now) }),
    deleteRetired: () => deleteRetiredKeys(deps),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

const kidOf = (token: string) => decodeProtectedHeader(token).kid;

unlessFerretdb(test, NAMES_NO_INDEX)(
  '16 processes that start at the same time sign with one key',
  async () => {
    await using keys = await testKeys();
    const tokens = await Promise.all(Array.from({ length: 16 }, () => keys.process()()));
    expect(new Set(tokens.map(kidOf))).toHaveLength(1);
    expect(await keys.signingKeys.countDocuments()).toBe(1);
  },
);

unlessFerretdb(test, NAMES_NO_INDEX)(
  'a key gets one successor after 30 days, whatever the number of processes',
  async () => {
    await using keys = await testKeys();
    const processes = Array.from({ length: 8 }, () => keys.process());
    const signAll = () => Promise.all(processes.map((sign) => sign()));
    const [first] = await signAll();
    keys.pass(30 * DAY - 1);
    await signAll();
    expect(await keys.published()).toHaveLength(1);
    keys.pass(MINUTE);
    await signAll();
    expect(await keys.published()).toHaveLength(2);
    // Every process signs with the old key until the new one has been published for 15 minutes.
    keys.pass(14 * MINUTE);
    expect(new Set((await signAll()).map(kidOf))).toEqual(new Set([kidOf(first!)]));
    keys.pass(MINUTE);
    const after = new Set((await signAll()).map(kidOf));
    expect(after).toHaveLength(1);
    expect(after).not.toContain(kidOf(first!));
  },
);

test('a rotation signs no user out: keys read before a token is signed, and until it expires, verify it', async () => {
  await using keys = await testKeys();
  const sign = keys.process();
  await sign();
  keys.pass(30 * DAY - 30 * MINUTE);
  let cached = await keys.published();
  const signed: { token: string; until: number }[] = [];
  for (let minute = 0; minute < 120; minute++) {
    const token = await sign();
    // A verifier that read the keys ten minutes ago already has the key of this token.
    await keys.verify(token, cached);
    signed.push({ token, until: minute + 15 });
    if (minute % 10 === 0) cached = await keys.published();
    await keys.deleteRetired();
    const published = await keys.published();
    for (const { token, until } of signed) if (minute < until) await keys.verify(token, published);
    keys.pass(MINUTE);
  }
  expect(await keys.published()).toHaveLength(1);
  expect(await keys.signingKeys.countDocuments()).toBe(1);
  expect(new Set(signed.map(({ token }) => kidOf(token)))).toHaveLength(2);
});

test('the public keys are published, the newest first, without the private ones', async () => {
  await using keys = await testKeys();
  await keys.process()();
  keys.pass(31 * DAY);
  await keys.process()();
  const stored = await keys.signingKeys.find().sort({ sequence: -1 }).toArray();
  expect(await keys.published()).toEqual(
    stored.map(({ _id, publicJwk }) => ({
      kty: 'OKP',
      crv: 'Ed25519',
      x: publicJwk.x,
      kid: _id,
      alg: 'EdDSA',
      use: 'sig',
    })),
  );
  expect(stored).toHaveLength(2);
});
