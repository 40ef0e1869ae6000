import { type Collection, MongoServerError } from 'mongodb';
import { expect, test } from 'vitest';
import { isFerretdb, openTarget } from './target.ts';

interface Item {
  _id: number;
  a?: number | null;
  b?: number | string;
  email?: string;
  tags?: string[];
  status?: string;
}

async function refusal(attempt: Promise<unknown>): Promise<MongoServerError> {
  const reason = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(reason).toBeInstanceOf(MongoServerError);
  return reason as MongoServerError;
}

test('a unique index rejects a second document with the same key', async () => {
  await using target = await openTarget();
  const items = target.db.collection<Item>('items');
  await items.createIndex({ email: 1 }, { unique: true });
  await items.insertMany([
    { _id: 1, email: 'a@x' },
    { _id: 2, email: 'b@x' },
  ]);
  const error = await refusal(items.insertOne({ _id: 3, email: 'a@x' }));
  expect(error.code).toBe(11000);
  expect(await items.find().sort({ _id: 1 }).toArray()).toEqual([
    { _id: 1, email: 'a@x' },
    { _id: 2, email: 'b@x' },
  ]);
  await items.deleteOne({ _id: 1 });
  await items.insertOne({ _id: 3, email: 'a@x' });
});

test.skipIf(isFerretdb)(
  '11000 names the index, keyPattern and keyValue (FerretDB 1.24 does not)',
  async () => {
    await using target = await openTarget();
    const items = target.db.collection<Item>('items');
    await items.createIndex({ a: 1, b: -1 }, { unique: true, name: 'pair' });
    await items.insertOne({ _id: 1, a: 1, b: 'x' });
    const error = await refusal(items.insertOne({ _id: 2, a: 1, b: 'x' }));
    expect(error.message).toContain('index: pair dup key: { a: 1, b: "x" }');
    expect(error).toMatchObject({
      code: 11000,
      keyPattern: { a: 1, b: -1 },
      keyValue: { a: 1, b: 'x' },
    });
  },
);

test.skipIf(isFerretdb)(
  'an update, upsert or findOneAndUpdate that violates a unique index fails: 11000 (FerretDB 1.24: 1)',
  async () => {
    await using target = await openTarget();
    const items = target.db.collection<Item>('items');
    await items.createIndex({ email: 1 }, { unique: true });
    await items.insertOne({ _id: 1, email: 'a@x' });
    await items.insertOne({ _id: 2, email: 'b@x' });
    const update = items.updateOne({ _id: 2 }, { $set: { email: 'a@x' } });
    expect((await refusal(update)).code).toBe(11000);
    const upsert = items.updateOne({ _id: 9 }, { $set: { email: 'a@x' } }, { upsert: true });
    expect((await refusal(upsert)).code).toBe(11000);
    const modify = items.findOneAndUpdate({ _id: 9 }, { $set: { email: 'a@x' } }, { upsert: true });
    expect((await refusal(modify)).code).toBe(11000);
    expect(await items.countDocuments({ email: 'b@x' })).toBe(1);
    expect(await items.countDocuments()).toBe(2);
  },
);

test('a compound unique index compares all of its fields', async () => {
  await using target = await openTarget();
  const items = target.db.collection<Item>('items');
  await items.createIndex({ a: 1, b: 1 }, { unique: true });
  await items.insertMany([
    { _id: 1, a: 1, b: 1 },
    { _id: 2, a: 1, b: 2 },
    { _id: 3, a: 2, b: 1 },
  ]);
  expect((await refusal(items.insertOne({ _id: 4, a: 1, b: 2 }))).code).toBe(11000);
});

test.skipIf(isFerretdb)(
  'a missing field counts as null in a unique index (FerretDB 1.24 on SQLite accepts both)',
  async () => {
    await using target = await openTarget();
    const items = target.db.collection<Item>('items');
    await items.createIndex({ a: 1 }, { unique: true });
    await items.insertOne({ _id: 1 });
    expect((await refusal(items.insertOne({ _id: 2, a: null }))).code).toBe(11000);
  },
);

const noPartial = 'FerretDB 1.24 has no partial indexes';

test.skipIf(isFerretdb)(
  `a sparse or partial unique index is about the documents in it (${noPartial})`,
  async () => {
    await using target = await openTarget();
    const items = target.db.collection<Item>('items');
    await items.createIndex({ a: 1 }, { unique: true, sparse: true });
    await items.createIndex({ email: 1 }, { unique: true, partialFilterExpression: { status: 'open' } });
    await items.insertMany([
      { _id: 1 },
      { _id: 2 },
      { _id: 3, email: 'x', status: 'done' },
      { _id: 4, email: 'x', status: 'open' },
    ]);
    expect((await refusal(items.insertOne({ _id: 5, email: 'x', status: 'open' }))).code).toBe(11000);
    expect((await refusal(items.updateOne({ _id: 3 }, { $set: { status: 'open' } }))).code).toBe(11000);
    await items.updateOne({ _id: 4 }, { $set: { status: 'done' } });
    await items.updateOne({ _id: 3 }, { $set: { status: 'open' } });
    expect(
      await items
        .find({ a: null } as object)
        .sort({ _id: 1 })
        .toArray(),
    ).toHaveLength(4);
  },
);

test.skipIf(isFerretdb)(
  'a unique index over an array compares each element (FerretDB 1.24 indexes the array)',
  async () => {
    await using target = await openTarget();
    const items = target.db.collection<Item>('items');
    await items.createIndex({ tags: 1 }, { unique: true });
    await items.insertOne({ _id: 1, tags: ['a', 'b', 'a'] });
    expect((await refusal(items.insertOne({ _id: 2, tags: ['c', 'b'] }))).code).toBe(11000);
    await items.updateOne({ _id: 1 }, { $pull: { tags: 'b' } });
    await items.insertOne({ _id: 2, tags: ['c', 'b'] });
  },
);

test('creating an index again does nothing; the same name for another index is a conflict', async () => {
  await using target = await openTarget();
  const items = target.db.collection<Item>('items');
  expect(await items.createIndex({ a: 1, b: -1 })).toBe('a_1_b_-1');
  expect(await items.createIndex({ a: 1, b: -1 })).toBe('a_1_b_-1');
  const names = async (of: Collection<Item>) => (await of.listIndexes().toArray()).map(({ name }) => name);
  expect(await names(items)).toEqual(['_id_', 'a_1_b_-1']);
  expect((await refusal(items.createIndex({ b: 1 }, { name: 'a_1_b_-1' }))).code).toBe(86);
  expect((await refusal(items.createIndex({ a: 1, b: -1 }, { name: 'other' }))).code).toBe(85);
  await items.dropIndex('a_1_b_-1');
  expect(await names(items)).toEqual(['_id_']);
  expect((await refusal(items.dropIndex('a_1_b_-1'))).code).toBe(27);
});

test('a unique index on documents that violate it is rejected and leaves nothing behind', async () => {
  await using target = await openTarget();
  const items = target.db.collection<Item>('items');
  await items.insertMany([
    { _id: 1, a: 1 },
    { _id: 2, a: 1 },
  ]);
  // FerretDB 1.24 replies with its own code.
  expect((await refusal(items.createIndex({ a: 1 }, { unique: true }))).code).toBe(isFerretdb ? 1 : 11000);
  expect(await items.listIndexes().toArray()).toHaveLength(1);
  await items.insertOne({ _id: 3, a: 1 });
});

test('lists and drops collections, and drops the database', async () => {
  await using target = await openTarget();
  await target.db.createCollection('empty');
  await target.db.collection('full').insertOne({ a: 1 });
  const names = async () => (await target.db.listCollections().toArray()).map(({ name }) => name).toSorted();
  expect(await names()).toEqual(['empty', 'full']);
  expect(await target.db.listCollections({ name: 'full' }, { nameOnly: true }).toArray()).toMatchObject([
    { name: 'full' },
  ]);
  await target.db.collection('full').drop();
  expect(await names()).toEqual(['empty']);
  await target.db.dropDatabase();
  expect(await names()).toEqual([]);
});
