import { Long } from 'mongodb';
import { expect, test } from 'vitest';
import { isFerretdb, openTarget } from './target.ts';

interface Item {
  _id: number;
  group: number;
  text: string;
}

const many = Array.from({ length: 10_000 }, (_, _id): Item => ({ _id, group: _id % 7, text: `item ${_id}` }));

test('a cursor returns 10,000 documents in batches, each once and in order', async () => {
  await using target = await openTarget();
  const items = target.db.collection<Item>('items');
  await items.insertMany(many);
  const seen: number[] = [];
  for await (const { _id } of items.find().sort({ _id: 1 }).batchSize(300)) seen.push(_id);
  expect(seen).toEqual(many.map(({ _id }) => _id));
  expect(await items.find({ group: 3 }).sort({ text: -1 }).toArray()).toHaveLength(1429);
  expect(await items.find().sort({ _id: -1 }).skip(9_990).limit(20).toArray()).toHaveLength(10);
});

test('a cursor continues while documents before and after its position are written', async () => {
  await using target = await openTarget();
  const items = target.db.collection<Item>('items');
  await items.insertMany(many.slice(0, 1_000));
  const seen: number[] = [];
  for await (const { _id } of items.find().sort({ _id: 1 }).batchSize(100)) {
    seen.push(_id);
    if (_id === 150) await items.updateMany({ _id: { $lt: 100 } }, { $set: { text: 'changed' } });
  }
  expect(seen).toEqual(many.slice(0, 1_000).map(({ _id }) => _id));
});

test('after a cursor is closed, getMore fails with 43', async () => {
  await using target = await openTarget();
  const items = target.db.collection<Item>('items');
  await items.insertMany(many.slice(0, 200));
  const { cursor } = await target.db.command({ find: 'items', batchSize: 10 });
  const id = Long.fromString(String(cursor.id));
  expect(cursor.firstBatch).toHaveLength(10);
  const more = await target.db.command({ getMore: id, collection: 'items', batchSize: 5 });
  expect(more['cursor'].nextBatch).toHaveLength(5);
  await target.db.command({ killCursors: 'items', cursors: [id] });
  await expect(target.db.command({ getMore: id, collection: 'items' })).rejects.toMatchObject({
    code: 43,
  });
});

test('an empty first batch and a single batch', async () => {
  await using target = await openTarget();
  await target.db.collection<Item>('items').insertMany(many.slice(0, 20));
  const first = await target.db.command({ find: 'items', batchSize: 0 });
  expect(first['cursor'].firstBatch).toEqual([]);
  expect(first['cursor'].id).not.toBe(0n);
  const single = await target.db.command({ find: 'items', limit: 5, singleBatch: true });
  expect(single['cursor'].firstBatch).toHaveLength(5);
  expect(BigInt(single['cursor'].id)).toBe(0n);
});

test('documents of 1 MB arrive in batches below the message limit', async () => {
  await using target = await openTarget();
  const items = target.db.collection<{ _id: number; text: string }>('items');
  const text = 'x'.repeat(1024 * 1024);
  for (let _id = 0; _id < 40; _id++) await items.insertOne({ _id, text });
  expect(await items.find().toArray()).toHaveLength(40);
});

test.skipIf(isFerretdb)(
  'a cursor over a dropped collection ends with an error (FerretDB 1.24 continues)',
  async () => {
    await using target = await openTarget();
    const items = target.db.collection<Item>('items');
    await items.insertMany(many.slice(0, 2_000));
    const cursor = items.find().batchSize(10);
    await cursor.next();
    await items.drop();
    await target.db.collection<Item>('others').insertMany(many.slice(0, 2_000));
    await expect(cursor.toArray()).rejects.toMatchObject({ code: expect.any(Number) });
  },
);
