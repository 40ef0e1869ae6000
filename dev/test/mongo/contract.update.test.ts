import { Double, Int32, Long } from 'mongodb';
import { expect, test } from 'vitest';
import { isFerretdb, openTarget } from './target.ts';

type Fields = Record<string, unknown>;

/** [name, document before, update, document after, what FerretDB 1.24 lacks]. */
const cases: [string, Fields, Fields, Fields, string?][] = [
  ['$set creates the documents along the path', { a: 1 }, { $set: { 'b.c': 2 } }, { a: 1, b: { c: 2 } }],
  ['$set by number in an array', { a: [1, 2] }, { $set: { 'a.1': 9 } }, { a: [1, 9] }],
  ['$set past the end of an array', { a: [1] }, { $set: { 'a.3': 9 } }, { a: [1, null, null, 9] }],
  ['$unset', { a: 1, b: { c: 1, d: 2 } }, { $unset: { 'b.c': '' } }, { a: 1, b: { d: 2 } }],
  ['$unset of a missing field', { a: 1 }, { $unset: { x: 1 } }, { a: 1 }],
  ['$inc', { n: 1 }, { $inc: { n: 2 } }, { n: 3 }],
  ['$inc of a missing field', {}, { $inc: { 'stats.n': 2 } }, { stats: { n: 2 } }],
  ['$mul', { n: 4 }, { $mul: { n: 2.5 } }, { n: 10 }],
  ['$mul of a missing field', {}, { $mul: { n: 2 } }, { n: 0 }],
  ['$min', { n: 4 }, { $min: { n: 2, m: 1 } }, { n: 2, m: 1 }],
  ['$max that changes nothing', { n: 4 }, { $max: { n: 2 } }, { n: 4 }],
  ['$rename', { a: 1 }, { $rename: { a: 'b.c' } }, { b: { c: 1 } }],
  [
    '$setOnInsert does nothing to an existing document',
    { a: 1 },
    { $setOnInsert: { b: 1 }, $set: { c: 1 } },
    { a: 1, c: 1 },
  ],
  ['$push', { a: [1] }, { $push: { a: 2 } }, { a: [1, 2] }],
  ['$push creates the array', {}, { $push: { a: { x: 1 } } }, { a: [{ x: 1 }] }],
  ['$push $each', { a: [1] }, { $push: { a: { $each: [2, 3] } } }, { a: [1, 2, 3] }],
  [
    '$push $each $slice',
    { a: [1] },
    { $push: { a: { $each: [2, 3], $slice: -2 } } },
    { a: [2, 3] },
    'no $slice',
  ],
  [
    '$push $each $sort',
    { a: [{ n: 2 }] },
    { $push: { a: { $each: [{ n: 1 }], $sort: { n: 1 } } } },
    { a: [{ n: 1 }, { n: 2 }] },
    'no $sort',
  ],
  [
    '$push $each $position',
    { a: [1, 2] },
    { $push: { a: { $each: [9], $position: 1 } } },
    { a: [1, 9, 2] },
    'no $position',
  ],
  ['$addToSet', { a: [1, { x: 1 }] }, { $addToSet: { a: { x: 1 } } }, { a: [1, { x: 1 }] }],
  ['$addToSet $each', { a: [1] }, { $addToSet: { a: { $each: [1, 2, 2] } } }, { a: [1, 2] }],
  ['$pop last and first', { a: [1, 2], b: [1, 2] }, { $pop: { a: 1, b: -1 } }, { a: [1], b: [2] }],
  ['$pull a value', { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
  [
    '$pull by condition',
    { a: [1, 5, 9] },
    { $pull: { a: { $gte: 5 } } },
    { a: [1] },
    'no conditions in $pull',
  ],
  [
    '$pull documents by some fields',
    {
      a: [
        { x: 1, y: 1 },
        { x: 2, y: 1 },
      ],
    },
    { $pull: { a: { x: 1 } } },
    { a: [{ x: 2, y: 1 }] },
    'pulls whole values only',
  ],
  ['$pullAll', { a: [1, 2, 3, 1] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
  ['$bit', { n: 0b1100 }, { $bit: { n: { and: 0b0110 } } }, { n: 0b0100 }],
];

for (const [what, before, update, after, lacking] of cases) {
  const title = lacking === undefined ? what : `${what} (FerretDB 1.24: ${lacking})`;
  test.skipIf(isFerretdb && lacking !== undefined)(title, async () => {
    await using target = await openTarget();
    const items = target.db.collection<{ _id: number }>('items');
    await items.insertOne({ _id: 1, ...before });
    await items.updateOne({ _id: 1 }, update);
    expect(await items.findOne()).toEqual({ _id: 1, ...after });
  });
}

test('$inc keeps the wider type: int64 + int is int64, int + int64 is int64, double stays double', async () => {
  await using target = await openTarget({ promoteValues: false, useBigInt64: false });
  const items = target.db.collection<{ _id: number }>('items');
  await items.insertOne({
    _id: 1,
    long: Long.fromNumber(1),
    int: new Int32(1),
    double: new Double(1),
    edge: new Int32(2147483647),
  } as { _id: number });
  await items.updateOne({}, { $inc: { long: 1, int: Long.fromNumber(1), double: 1, edge: 1 } });
  const found = (await items.findOne()) as Fields | null;
  expect(found).toMatchObject({
    long: Long.fromNumber(2),
    int: Long.fromNumber(2),
    double: new Double(2),
    edge: Long.fromNumber(2147483648),
  });
  expect(found?.['double']).toBeInstanceOf(Double);
});

test('$inc past int64 fails and changes nothing', async () => {
  await using target = await openTarget();
  const items = target.db.collection<{ _id: number; n: bigint }>('items');
  await items.insertOne({ _id: 1, n: 2n ** 63n - 1n });
  await expect(items.updateOne({}, { $inc: { n: 1 } } as object)).rejects.toMatchObject({ code: 2 });
  expect(await items.findOne()).toEqual({ _id: 1, n: 2n ** 63n - 1n });
});

test('$inc of a non-number fails: TypeMismatch', async () => {
  await using target = await openTarget();
  const items = target.db.collection<{ _id: number; n: string }>('items');
  await items.insertOne({ _id: 1, n: 'x' });
  await expect(items.updateOne({}, { $inc: { n: 1 } } as object)).rejects.toMatchObject({ code: 14 });
});

test('money as bigint comes back as bigint', async () => {
  await using target = await openTarget();
  const items = target.db.collection<{ _id: number; total: bigint; small: number }>('items');
  await items.insertOne({ _id: 1, total: 5n, small: 5 });
  const after = await items.findOneAndUpdate(
    { total: { $gte: 5n } },
    { $inc: { total: -2n as unknown as number } },
    { returnDocument: 'after' },
  );
  expect(after).toEqual({ _id: 1, total: 3n, small: 5 });
});

test('$currentDate is a date', async () => {
  await using target = await openTarget();
  const items = target.db.collection<{ _id: number; at?: Date }>('items');
  await items.insertOne({ _id: 1 });
  await items.updateOne({}, { $currentDate: { at: true } });
  expect((await items.findOne())?.at).toBeInstanceOf(Date);
});
