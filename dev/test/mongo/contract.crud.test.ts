import { Double, Int32, Long, type MongoBulkWriteError, MongoServerError, ObjectId } from 'mongodb';
import { expect, test } from 'vitest';
import { isFerretdb, openTarget } from './target.ts';

interface Item {
  _id: number;
  name?: string;
  n?: number;
  tags?: string[];
}

test('inserts, and finds in insertion order', async () => {
  await using target = await openTarget();
  const items = target.db.collection<Item>('items');
  const result = await items.insertMany([
    { _id: 2, name: 'b' },
    { _id: 1, name: 'a' },
  ]);
  expect(result.insertedCount).toBe(2);
  expect(await items.find().toArray()).toEqual([
    { _id: 2, name: 'b' },
    { _id: 1, name: 'a' },
  ]);
  expect(await items.findOne({ _id: 1 })).toEqual({ _id: 1, name: 'a' });
  expect(await items.findOne({ _id: 3 })).toBeNull();
  expect(await items.countDocuments({ name: 'b' })).toBe(1);
  expect(await items.estimatedDocumentCount()).toBe(2);
});

test('gives a document an ObjectId when it has no _id', async () => {
  await using target = await openTarget();
  const items = target.db.collection('items');
  const { insertedId } = await items.insertOne({ name: 'a' });
  expect(insertedId).toBeInstanceOf(ObjectId);
  expect(await items.findOne({ _id: insertedId })).toEqual({ _id: insertedId, name: 'a' });
});

test('keeps every BSON type as it was sent', async () => {
  await using target = await openTarget({ promoteValues: false, useBigInt64: false });
  const items = target.db.collection('items');
  const sent = {
    _id: new ObjectId(),
    int: new Int32(1),
    long: Long.fromNumber(1),
    double: new Double(1),
    big: Long.fromString('9007199254740993'),
    date: new Date(1234),
    nested: { list: [new Int32(1), new Double(2), Long.fromNumber(3)] },
  };
  await items.insertOne(sent);
  const found = await items.findOne({ _id: sent._id });
  expect(found).toEqual(sent);
  expect(found?.['double']).toBeInstanceOf(Double);
  expect(found?.['int']).toBeInstanceOf(Int32);
});

test('rejects a second document with the same _id: 11000, with the key', async () => {
  await using target = await openTarget();
  const items = target.db.collection<Item>('items');
  await items.insertOne({ _id: 1 });
  const error = await items.insertOne({ _id: 1 }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(MongoServerError);
  expect(error).toMatchObject({ code: 11000 });
  expect((error as Error).message).toContain('E11000 duplicate key error collection');
  expect(await items.countDocuments()).toBe(1);
});

test('an ordered batch stops at its first error, an unordered one continues', async () => {
  await using target = await openTarget();
  const items = target.db.collection<Item>('items');
  const batch = [{ _id: 1 }, { _id: 1 }, { _id: 2 }];
  const ordered = (await items.insertMany(batch).catch((reason: unknown) => reason)) as MongoBulkWriteError;
  expect(ordered.result.insertedCount).toBe(1);
  expect(ordered.writeErrors).toMatchObject([{ index: 1, code: 11000 }]);
  await items.deleteMany({});
  const unordered = (await items
    .insertMany(batch, { ordered: false })
    .catch((reason: unknown) => reason)) as MongoBulkWriteError;
  expect(unordered.result.insertedCount).toBe(2);
  expect(await items.countDocuments()).toBe(2);
});

test('updates one or many, and reports how many matched and changed', async () => {
  await using target = await openTarget();
  const items = target.db.collection<Item>('items');
  await items.insertMany([
    { _id: 1, n: 1 },
    { _id: 2, n: 1 },
  ]);
  expect(await items.updateOne({ n: 1 }, { $set: { n: 5 } })).toMatchObject({
    matchedCount: 1,
    modifiedCount: 1,
  });
  expect(await items.updateOne({ _id: 1 }, { $set: { n: 5 } })).toMatchObject({
    matchedCount: 1,
    modifiedCount: 0,
  });
  expect(await items.updateMany({}, { $inc: { n: 1 } })).toMatchObject({ matchedCount: 2, modifiedCount: 2 });
  expect(await items.find().sort({ _id: 1 }).toArray()).toEqual([
    { _id: 1, n: 6 },
    { _id: 2, n: 2 },
  ]);
});

test('replaces a document and keeps its _id', async () => {
  await using target = await openTarget();
  const items = target.db.collection<Item>('items');
  await items.insertOne({ _id: 1, n: 1, name: 'a' });
  await items.replaceOne({ _id: 1 }, { name: 'b' });
  expect(await items.findOne()).toEqual({ _id: 1, name: 'b' });
  expect(await items.findOneAndReplace({ _id: 1 }, { name: 'c' }, { returnDocument: 'after' })).toEqual({
    _id: 1,
    name: 'c',
  });
});

test('deletes one and many', async () => {
  await using target = await openTarget();
  const items = target.db.collection<Item>('items');
  await items.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }]);
  expect(await items.deleteOne({ _id: { $gt: 1 } })).toMatchObject({ deletedCount: 1 });
  expect(await items.deleteMany({})).toMatchObject({ deletedCount: 2 });
});

test('findOneAndUpdate returns the document before or after, findOneAndDelete the removed one', async () => {
  await using target = await openTarget();
  const items = target.db.collection<Item>('items');
  await items.insertMany([
    { _id: 1, n: 1 },
    { _id: 2, n: 2 },
  ]);
  expect(await items.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } })).toEqual({ _id: 1, n: 1 });
  expect(await items.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } }, { returnDocument: 'after' })).toEqual({
    _id: 1,
    n: 3,
  });
  const last = await items.findOneAndUpdate(
    {},
    { $set: { name: 'last' } },
    { sort: { n: 1 }, returnDocument: 'after' },
  );
  expect(last).toEqual({ _id: 2, n: 2, name: 'last' });
  expect(await items.findOneAndDelete({}, { sort: { _id: -1 } })).toEqual({ _id: 2, n: 2, name: 'last' });
  expect(await items.findOneAndUpdate({ _id: 9 }, { $inc: { n: 1 } })).toBeNull();
});

test('bulkWrite mixes operations and counts them', async () => {
  await using target = await openTarget();
  const items = target.db.collection<Item>('items');
  const result = await items.bulkWrite([
    { insertOne: { document: { _id: 1, n: 1 } } },
    { updateOne: { filter: { _id: 1 }, update: { $inc: { n: 1 } } } },
    { updateOne: { filter: { _id: 2 }, update: { $set: { n: 7 } }, upsert: true } },
    { deleteOne: { filter: { _id: 1 } } },
  ]);
  expect(result).toMatchObject({ insertedCount: 1, modifiedCount: 1, upsertedCount: 1, deletedCount: 1 });
  expect(await items.find().toArray()).toEqual([{ _id: 2, n: 7 }]);
});

test('an upsert creates a document from the query, the update and $setOnInsert, once', async () => {
  await using target = await openTarget();
  const items = target.db.collection('items');
  const upsert = () =>
    items.updateOne(
      { 'owner.name': 'ada', kind: { $eq: 'x' }, n: { $gt: 3 } },
      { $set: { n: 5 }, $setOnInsert: { first: true } },
      { upsert: true },
    );
  expect(await upsert()).toMatchObject({ upsertedCount: 1, matchedCount: 0 });
  expect(await upsert()).toMatchObject({ upsertedCount: 0, matchedCount: 1, modifiedCount: 0 });
  expect(await items.findOne({}, { projection: { _id: 0 } })).toEqual({
    owner: { name: 'ada' },
    kind: 'x',
    n: 5,
    first: true,
  });
});

test.skipIf(isFerretdb)('findOneAndUpdate projects (FerretDB 1.24 does not)', async () => {
  await using target = await openTarget();
  const items = target.db.collection<Item>('items');
  await items.insertOne({ _id: 1, n: 1, name: 'a' });
  const found = await items.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } }, { projection: { name: 0 } });
  expect(found).toEqual({ _id: 1, n: 1 });
});
