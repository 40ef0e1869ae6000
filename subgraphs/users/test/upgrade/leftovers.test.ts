import { testMongo } from '@holdfast/dev/testing/mongo';
import { expect, test } from 'vitest';
import { collectionsOf } from '../../src/database/collections.ts';
import { dropLeftovers } from '../../src/upgrade/queries/leftovers.ts';
import { ensureTestIndexes } from '../support/indexes.ts';

/** Creates the indexes that an earlier version creates when it starts. */
const startOld = async ({ mongo: { db } }: Awaited<ReturnType<typeof testMongo>>) => {
  await db.collection('sessions').createIndex({ expiresAt: 1 }, { name: 'by_expiry' });
  await db.collection('rateLimits').createIndex({ expiresAt: 1 }, { name: 'by_expiry' });
};

test('the indexes and counts of an earlier version are replaced, by several processes at once', async () => {
  await using database = await testMongo();
  const { db } = database.mongo;
  const collections = collectionsOf(db);
  await startOld(database);
  await collections.sessions.insertOne({ _id: 'kept' } as never);
  await Promise.all([1, 2, 3].map(() => ensureTestIndexes(collections)));
  await Promise.all([1, 2, 3].map(() => dropLeftovers(db)));
  expect((await db.listCollections().toArray()).map(({ name }) => name)).not.toContain('rateLimits');
  expect((await collections.sessions.indexes()).map(({ name }) => name)).not.toContain('by_expiry');
  expect(await collections.sessions.countDocuments()).toBe(1);
});

test('a process of the earlier version can still start', async () => {
  await using database = await testMongo();
  const { db } = database.mongo;
  await ensureTestIndexes(collectionsOf(db));
  await dropLeftovers(db);
  await startOld(database);
  await dropLeftovers(db);
});
