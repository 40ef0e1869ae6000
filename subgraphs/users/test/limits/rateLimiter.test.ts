import { NOT_ATOMIC, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { MongoClient, MongoError } from 'mongodb';
import { expect, test } from 'vitest';
import { collectionsOf } from '../../src/database/collections.ts';
import { createRateLimiter, type RateLimiter } from '../../src/limits/rateLimiter.ts';
import { testUsers } from '../support/service.ts';

const MINUTE = { duration: 60 };
const RATE_LIMITED = { extensions: { code: 'RATE_LIMITED' } };

/** Starts two processes that limit the same operation, and lets them count on one database. */
async function twoProcesses(points: number) {
  const users = await testUsers();
  const processes = [1, 2].map(() =>
    createRateLimiter(users.collections.attempts, 'test', { points, ...MINUTE }),
  ) as [RateLimiter, RateLimiter];
  return { ...users, processes };
}

unlessFerretdb(test, NOT_ATOMIC)(
  'of 50 concurrent attempts in a window that follows an ended one, only the permitted number passes',
  async () => {
    await using users = await twoProcesses(10);
    const burst = async () => {
      const results = await Promise.allSettled(
        Array.from({ length: 50 }, (_, n) => users.processes[n % 2]!.consume('a key')),
      );
      const refused = results.filter((result) => result.status === 'rejected');
      for (const { reason } of refused) expect(reason).toMatchObject({ extensions: { retryAfter: 60 } });
      return results.length - refused.length;
    };
    for (let window = 0; window < 4; window++) {
      expect(await burst()).toBe(10);
      // The database has not deleted the ended windows.
      expect(await users.collections.attempts.find({}, { projection: { _id: 0 } }).toArray()).toEqual([
        { key: 'test:a key', points: 50, expire: new Date(users.now().getTime() + 60_000) },
      ]);
      users.pass(60);
    }
  },
);

unlessFerretdb(test, NOT_ATOMIC)(
  'the count restarts when a window has ended, although the database still has it',
  async () => {
    await using users = await twoProcesses(2);
    const [one, other] = users.processes;
    await one.consume('a key');
    await other.consume('a key');
    users.pass(59.999);
    await expect(one.check('a key')).rejects.toMatchObject({ extensions: { retryAfter: 1 } });
    await expect(other.consume('a key')).rejects.toMatchObject({ extensions: { retryAfter: 1 } });
    users.pass(0.001);
    expect(await users.collections.attempts.countDocuments()).toBe(1);
    await one.check('a key');
    await one.consume('a key');
    await other.consume('a key');
    await expect(one.consume('a key')).rejects.toMatchObject({ extensions: { retryAfter: 60 } });
    expect(await users.collections.attempts.countDocuments()).toBe(1);
  },
);

test('checking counts nothing', async () => {
  await using users = await twoProcesses(1);
  const [one] = users.processes;
  for (let n = 0; n < 3; n++) await one.check('a key');
  expect(await users.collections.attempts.countDocuments()).toBe(0);
  await one.consume('a key');
  await expect(one.check('a key')).rejects.toMatchObject(RATE_LIMITED);
  expect((await users.collections.attempts.findOne({}))?.points).toBe(1);
});

test('the keys of different names are counted separately', async () => {
  await using users = await twoProcesses(1);
  const another = createRateLimiter(users.collections.attempts, 'another', { points: 1, ...MINUTE });
  await users.processes[0].consume('a key');
  await another.consume('a key');
  await users.processes[0].consume('another key');
});

test('a process that refused attempts permits them as soon as another has forgotten the count', async () => {
  await using users = await twoProcesses(2);
  const [one, other] = users.processes;
  for (let n = 0; n < 2; n++) await one.consume('a key');
  for (let n = 0; n < 10; n++) await expect(one.consume('a key')).rejects.toMatchObject(RATE_LIMITED);
  await other.reset('a key');
  await one.check('a key');
  await one.consume('a key');
});

test('when the database fails, so does every attempt, and none counts as refused', async () => {
  const client = new MongoClient('mongodb://127.0.0.1:9/users', { serverSelectionTimeoutMS: 50 });
  const { attempts } = collectionsOf(client.db());
  const limiter = createRateLimiter(attempts, 'test', { points: 5, ...MINUTE });
  for (const method of ['check', 'consume', 'reset'] as const) {
    await expect(limiter[method]('a key')).rejects.toBeInstanceOf(MongoError);
  }
  await client.close();
});
