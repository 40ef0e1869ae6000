import { expect, test } from 'vitest';
import { isFerretdb, openTarget } from './target.ts';

const noPositional = 'FerretDB 1.24 has no positional operators';

test.skipIf(isFerretdb)(`$ is the element that the query matched (${noPositional})`, async () => {
  await using target = await openTarget();
  const items = target.db.collection<{ _id: number }>('items');
  await items.insertOne({
    _id: 1,
    lines: [
      { sku: 'a', qty: 1 },
      { sku: 'b', qty: 1 },
    ],
    n: [1, 5],
  } as { _id: number });
  await items.updateOne({ 'lines.sku': 'b' } as object, { $inc: { 'lines.$.qty': 4 } } as object);
  await items.updateOne({ n: { $gt: 2 } } as object, { $set: { 'n.$': 9 } } as object);
  await items.updateOne(
    { lines: { $elemMatch: { sku: 'a', qty: 1 } } } as object,
    { $set: { 'lines.$.qty': 7 } } as object,
  );
  expect(await items.findOne()).toEqual({
    _id: 1,
    lines: [
      { sku: 'a', qty: 7 },
      { sku: 'b', qty: 5 },
    ],
    n: [1, 9],
  });
});

test.skipIf(isFerretdb)(
  `$[] is every element, $[id] those that pass its filter (${noPositional})`,
  async () => {
    await using target = await openTarget();
    const items = target.db.collection<{ _id: number }>('items');
    await items.insertOne({
      _id: 1,
      lines: [
        { sku: 'a', qty: 1 },
        { sku: 'b', qty: 2 },
      ],
    } as { _id: number });
    await items.updateOne({}, { $inc: { 'lines.$[].qty': 10 } } as object);
    await items.updateOne({}, { $set: { 'lines.$[line].done': true } } as object, {
      arrayFilters: [{ 'line.qty': { $gt: 11 } }],
    });
    expect(await items.findOne()).toEqual({
      _id: 1,
      lines: [
        { sku: 'a', qty: 11 },
        { sku: 'b', qty: 12, done: true },
      ],
    });
    await expect(items.updateOne({}, { $set: { 'lines.$[other].x': 1 } } as object)).rejects.toMatchObject({
      code: 2,
    });
  },
);

test.skipIf(isFerretdb)(
  'a pipeline computes from the document (FerretDB 1.24 has no pipeline updates)',
  async () => {
    await using target = await openTarget();
    const items = target.db.collection<{ _id: number; n: bigint; log: string[] }>('items');
    await items.insertOne({ _id: 1, n: 5n, log: ['a'] });
    await items.updateOne({}, [
      { $set: { n: { $add: ['$n', 2] }, log: { $concatArrays: ['$log', ['b']] } } },
      { $set: { big: { $cond: [{ $gt: ['$n', 6] }, 'yes', 'no'] } } },
      { $unset: 'nothing' },
    ]);
    expect(await items.findOne()).toEqual({ _id: 1, n: 7n, log: ['a', 'b'], big: 'yes' });
  },
);

test('conflicting paths are rejected: 40', async () => {
  await using target = await openTarget();
  const items = target.db.collection<{ _id: number }>('items');
  await items.insertOne({ _id: 1 });
  await expect(items.updateOne({}, { $set: { a: 1 }, $inc: { a: 1 } } as object)).rejects.toMatchObject({
    code: 40,
  });
  await expect(items.updateOne({}, { $set: { 'a.b': 1, a: 2 } } as object)).rejects.toMatchObject({
    code: 40,
  });
});

test('_id cannot be changed: 66', async () => {
  await using target = await openTarget();
  const items = target.db.collection<{ _id: number }>('items');
  await items.insertOne({ _id: 1 });
  await expect(items.updateOne({}, { $set: { _id: 2 } })).rejects.toMatchObject({ code: 66 });
  expect(await items.updateOne({}, { $set: { _id: 1 } })).toMatchObject({
    matchedCount: 1,
    modifiedCount: 0,
  });
});

test('an unknown operator is rejected by name: 9', async () => {
  await using target = await openTarget();
  const items = target.db.collection<{ _id: number }>('items');
  await items.insertOne({ _id: 1 });
  const update = items.updateOne({}, { $frobnicate: { a: 1 } } as object);
  await expect(update).rejects.toMatchObject({ code: 9, message: expect.stringContaining('$frobnicate') });
});

test('an array operator on a value that is not an array fails and changes nothing', async () => {
  await using target = await openTarget();
  const items = target.db.collection<{ _id: number; a: string; n: number }>('items');
  await items.insertOne({ _id: 1, a: 'x', n: 1 });
  await expect(items.updateOne({}, { $inc: { n: 1 }, $push: { a: 1 } } as object)).rejects.toMatchObject({
    code: 2,
  });
  expect(await items.findOne()).toEqual({ _id: 1, a: 'x', n: 1 });
});
