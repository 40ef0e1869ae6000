import { NAMES_NO_INDEX, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { testMongo } from '@holdfast/dev/testing/mongo';
import { newUuid } from '@holdfast/kit/ids';
import { expect, test } from 'vitest';
import { ensureIndexes } from '../src/indexes.ts';
import { ensureSigningKey, publicKeySet } from '../src/signingKeys.ts';
import { collectionsOf } from '../src/store/collections.ts';

const indexTest = unlessFerretdb(test, NAMES_NO_INDEX);

const clock = () => new Date('2026-11-20T12:00:00.000Z');

indexTest('16 processes that start at once sign with one key', async () => {
  await using database = await testMongo();
  const collections = collectionsOf(database.mongo.db);
  const start = async () => {
    await ensureIndexes(collections);
    return ensureSigningKey({ ...collections, clock, newId: newUuid });
  };
  const keys = await Promise.all(Array.from({ length: 16 }, start));
  expect(new Set(keys.map(({ _id }) => _id))).toHaveLength(1);
  expect(await collections.signingKeys.countDocuments()).toBe(1);
});

test('every public key is published, the newest first, and no private one', async () => {
  await using database = await testMongo();
  const collections = collectionsOf(database.mongo.db);
  await ensureIndexes(collections);
  const deps = { ...collections, clock, newId: newUuid };
  const first = await ensureSigningKey(deps);
  const second = { ...first, _id: newUuid(), sequence: 2 };
  await collections.signingKeys.insertOne(second);
  expect((await ensureSigningKey(deps))._id).toBe(second._id);
  const common = { kty: 'OKP', crv: 'Ed25519', x: first.publicJwk.x, alg: 'EdDSA', use: 'sig' };
  expect(await publicKeySet(collections)).toEqual({
    keys: [
      { ...common, kid: second._id },
      { ...common, kid: first._id },
    ],
  });
});
