import { MongoServerError } from 'mongodb';
import { expect, test } from 'vitest';
import { isFerretdb, openTarget } from './target.ts';

const writers = Array.from({ length: 64 }, (_, i) => i);
const notAtomic = 'FerretDB 1.24 reads, then writes: its updates are not atomic';

test.skipIf(isFerretdb)(`64 concurrent findOneAndUpdate: no increment is lost (${notAtomic})`, async () => {
  await using target = await openTarget({ maxPoolSize: 64 });
  const items = target.db.collection<{ _id: number; n: bigint }>('items');
  await items.insertOne({ _id: 1, n: 0n });
  const seen = await Promise.all(
    writers.map(async () => {
      const results = [];
      for (let i = 0; i < 5; i++) {
        results.push(
          await items.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1n } } as object, {
            returnDocument: 'after',
          }),
        );
      }
      return results.map((each) => each?.n);
    }),
  );
  expect(await items.findOne()).toEqual({ _id: 1, n: 320n });
  expect(new Set(seen.flat()).size).toBe(320);
});

test.skipIf(isFerretdb)(`64 concurrent conditional claims: exactly one wins (${notAtomic})`, async () => {
  await using target = await openTarget({ maxPoolSize: 64 });
  const jobs = target.db.collection<{ _id: number; owner: number | null }>('jobs');
  await jobs.insertMany(writers.map((_id) => ({ _id, owner: null })));
  const wins = await Promise.all(
    writers.map(async (writer) => {
      const one = await jobs.updateOne({ _id: 7, owner: null }, { $set: { owner: writer } });
      const any = await jobs.findOneAndUpdate({ owner: null, _id: { $ne: 7 } }, { $set: { owner: writer } });
      return { one: one.modifiedCount, any: any?._id };
    }),
  );
  expect(wins.reduce((sum, { one }) => sum + one, 0)).toBe(1);
  // 63 jobs for 64 writers: each job is claimed once, and one writer gets none.
  const claimed = wins.flatMap(({ any }) => (any === undefined ? [] : [any]));
  expect(claimed).toHaveLength(63);
  expect(new Set(claimed).size).toBe(63);
});

test.skipIf(isFerretdb)(
  `64 concurrent upserts of one unique key: exactly one document (${notAtomic})`,
  async () => {
    await using target = await openTarget({ maxPoolSize: 64 });
    const items = target.db.collection<{ key: string; n: number }>('items');
    await items.createIndex({ key: 1 }, { unique: true });
    const results = await Promise.all(
      writers.map(() => items.updateOne({ key: 'k' }, { $inc: { n: 1 } }, { upsert: true })),
    );
    expect(results.reduce((sum, each) => sum + each.upsertedCount, 0)).toBe(1);
    expect(await items.find({}, { projection: { _id: 0 } }).toArray()).toEqual([{ key: 'k', n: 64 }]);
  },
);

test('64 concurrent inserts of one unique key: one succeeds, 63 fail with 11000', async () => {
  await using target = await openTarget({ maxPoolSize: 64 });
  const items = target.db.collection<{ _id: number; key: string }>('items');
  await items.createIndex({ key: 1 }, { unique: true });
  const outcomes = await Promise.allSettled(writers.map((_id) => items.insertOne({ _id, key: 'k' })));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') continue;
    expect(outcome.reason).toBeInstanceOf(MongoServerError);
    expect(outcome.reason).toMatchObject({ code: 11000 });
  }
  expect(await items.countDocuments()).toBe(1);
});

test.skipIf(isFerretdb)(`64 concurrent $push lose nothing (${notAtomic})`, async () => {
  await using target = await openTarget({ maxPoolSize: 64 });
  const items = target.db.collection<{ _id: number; list: number[] }>('items');
  await items.insertOne({ _id: 1, list: [] });
  await Promise.all(writers.map((n) => items.updateOne({ _id: 1 }, { $push: { list: n } })));
  const found = await items.findOne();
  expect(found?.list.toSorted((a, b) => a - b)).toEqual(writers);
});
