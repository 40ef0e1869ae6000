import { expiringMongo } from '@holdfast/dev/testing/expiringMongo';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test, vi } from 'vitest';
import { collectionsOf } from '../src/database/collections.ts';
import { ensureIndexes } from '../src/database/indexes.ts';
import { createRateLimiter } from '../src/limits/rateLimiter.ts';
import { revocationExpiry } from '../src/sessions/domain/session.ts';
import { endSession } from '../src/sessions/queries.ts';

const MINUTE = 60_000;

test('the database deletes ended windows and expired sessions, and keeps the others', async () => {
  const start = new Date();
  const after = (minutes: number) => new Date(start.getTime() + minutes * MINUTE);
  let now = start;
  await using database = await expiringMongo(() => now);
  const collections = collectionsOf(database.db);
  const { sessions, attempts } = collections;
  await ensureIndexes(collections);
  const session = (_id: string, expiresAt: Date) => ({
    ...{ _id, userId: newUuid(), tokenHash: newUuid(), answers: [], createdAt: start, refreshedAt: start },
    ...{ endedAt: null, expiresAt },
  });
  await sessions.insertMany([
    session('expired', after(30)),
    session('active', after(31)),
    session('ended', after(90)),
    session('ended later', after(90)),
  ]);
  await endSession(sessions, 'ended', start);
  await endSession(sessions, 'ended later', after(20));
  const limiter = (minutes: number) =>
    createRateLimiter(attempts, `${minutes} minutes`, { points: 1, duration: 60 * minutes });
  for (const minutes of [29, 32]) await limiter(minutes).consume('a key');

  const left = async () => [
    ...(await sessions.find().toArray()).map(({ _id }) => _id),
    ...(await attempts.find().toArray()).map(({ key }) => key),
  ];
  now = new Date(revocationExpiry(start).getTime() - 1);
  await sessions.insertOne(session('a sign that it has passed', start));
  await vi.waitFor(async () => expect(await left()).not.toContain('a sign that it has passed'));
  expect(await left()).toEqual([
    ...['expired', 'active', 'ended', 'ended later'],
    ...['29 minutes:a key', '32 minutes:a key'],
  ]);
  now = after(30);
  await vi.waitFor(async () => expect(await left()).toEqual(['active', 'ended later', '32 minutes:a key']));
});
