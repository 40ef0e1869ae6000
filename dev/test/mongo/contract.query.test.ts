import { Binary, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, UUID } from 'mongodb';
import { expect, test } from 'vitest';
import { isFerretdb, openTarget } from './target.ts';

const day = (n: number): Date => new Date(Date.UTC(2026, 0, n));
const uuid = new UUID('0b1f7e0e-6b5f-4d0c-9c3b-2f6d1a7b8c9d');
const objectId = new ObjectId('65a000000000000000000001');

/** The cases below query these documents. */
const documents = [
  { _id: 1, n: 1, s: 'apple', tags: ['red', 'round'], at: day(1), owner: { name: 'ada', age: 36 } },
  { _id: 2, n: 2.5, s: 'Banana', tags: [], at: day(2), owner: { name: 'bob' } },
  {
    _id: 3,
    n: Long.fromNumber(3),
    s: 'cherry',
    tags: ['red'],
    lines: [
      { sku: 'a', qty: 1 },
      { sku: 'b', qty: 5 },
    ],
  },
  { _id: 4, n: null, tags: 'red', lines: [{ sku: 'a', qty: 5 }] },
  { _id: 5, s: '', owner: null },
  { _id: 6, n: '1', id: uuid, ref: objectId, scores: [60, 95] },
  { _id: 7, n: true, big: Long.fromString('9007199254740993'), scores: [82] },
  { _id: 8, n: [1, 7], big: Long.fromString('9007199254740992'), bytes: new Binary(Buffer.from('abc')) },
];

/** [name, filter, matching _ids, what FerretDB 1.24 lacks], each with the result of MongoDB 7. */
const cases: [string, Record<string, unknown>, number[], string?][] = [
  ['equality with an int finds an array that contains it', { n: 1 }, [1, 8]],
  ['equality over numeric types', { n: 3 }, [3]],
  ['equality with an int64', { n: Long.fromNumber(1) }, [1, 8]],
  ['equality with a double', { n: new Double(1) }, [1, 8]],
  ['int64 beyond 2^53 is exact', { big: Long.fromString('9007199254740993') }, [7]],
  ['$gt beyond 2^53 is exact', { big: { $gt: Long.fromString('9007199254740992') } }, [7]],
  ['null finds null and missing', { n: null }, [4, 5]],
  ['null on a dotted path', { 'owner.age': null }, [2, 3, 4, 5, 6, 7, 8]],
  ['dotted path', { 'owner.name': 'ada' }, [1]],
  ['dotted path into documents of an array', { 'lines.sku': 'b' }, [3]],
  ['dotted path by number', { 'lines.0.qty': 5 }, [4]],
  ['whole document', { owner: { name: 'ada', age: 36 } }, [1]],
  ['whole document with fields in another order', { owner: { age: 36, name: 'ada' } }, []],
  ['whole array', { tags: ['red', 'round'] }, [1]],
  ['empty array', { tags: [] }, [2]],
  ['$eq', { s: { $eq: 'apple' } }, [1]],
  ['$ne misses documents whose array contains it', { n: { $ne: 1 } }, [2, 3, 4, 5, 6, 7]],
  ['$gt compares numbers with numbers only', { n: { $gt: 1 } }, [2, 3, 8]],
  ['$gte', { n: { $gte: 2.5 } }, [2, 3, 8]],
  ['$lt', { n: { $lt: 2 } }, [1, 8]],
  ['$lte of strings, by code point', { s: { $lte: 'apple' } }, [1, 2, 5]],
  ['$gte and $lt of dates', { at: { $gte: day(2), $lt: day(3) } }, [2]],
  ['$gt and $lt on an array may meet different elements', { n: { $gt: 5, $lt: 2 } }, [8]],
  ['$gte null', { s: { $gte: null } }, [4, 6, 7, 8]],
  ['$in', { n: { $in: [1, 3] } }, [1, 3, 8]],
  ['$in with null', { s: { $in: [null, ''] } }, [4, 5, 6, 7, 8]],
  ['$in with a regex', { s: { $in: [/^b/i, 'cherry'] } }, [2, 3]],
  ['$in of nothing', { n: { $in: [] } }, []],
  ['$nin', { tags: { $nin: ['red'] } }, [2, 5, 6, 7, 8]],
  ['$and', { $and: [{ n: 1 }, { s: 'apple' }] }, [1]],
  ['$or', { $or: [{ s: 'cherry' }, { n: true }] }, [3, 7]],
  ['$nor', { $nor: [{ n: { $type: 'number' } }, { s: '' }] }, [4, 6, 7]],
  ['$not', { n: { $not: { $gt: 1 } } }, [1, 4, 5, 6, 7]],
  ['$not with a regex', { s: { $not: /a/ } }, [3, 4, 5, 6, 7, 8]],
  ['$exists true', { n: { $exists: true } }, [1, 2, 3, 4, 6, 7, 8]],
  ['$exists false', { n: { $exists: false } }, [5]],
  ['$exists within an array', { 'lines.qty': { $exists: true } }, [3, 4]],
  ['$type by name', { n: { $type: 'long' } }, [3]],
  ['$type number', { n: { $type: 'number' } }, [1, 2, 3, 8]],
  ['$type array', { tags: { $type: 'array' } }, [1, 2, 3]],
  ['$type by number and several', { n: { $type: [2, 'bool'] } }, [6, 7], 'takes one $type'],
  ['$type null', { n: { $type: 'null' } }, [4]],
  ['$size', { tags: { $size: 1 } }, [3]],
  ['$size 0', { tags: { $size: 0 } }, [2]],
  ['$all', { tags: { $all: ['round', 'red'] } }, [1]],
  ['$all on a scalar', { tags: { $all: ['red'] } }, [1, 3, 4]],
  [
    '$elemMatch of documents',
    { lines: { $elemMatch: { sku: 'a', qty: 5 } } },
    [4],
    'no $elemMatch of documents',
  ],
  ['the same without it', { 'lines.sku': 'a', 'lines.qty': 5 }, [3, 4]],
  [
    '$elemMatch of values',
    { scores: { $elemMatch: { $gte: 80, $lt: 90 } } },
    [7],
    'tests the conditions apart',
  ],
  ['the same without it, over values', { scores: { $gte: 80, $lt: 90 } }, [6, 7]],
  ['$regex with options', { s: { $regex: '^BAN', $options: 'i' } }, [2]],
  ['a regex', { s: /rry$/ }, [3]],
  ['a regex over elements', { tags: /^ro/ }, [1]],
  ['$mod', { n: { $mod: [2, 1] } }, [1, 3, 8], 'no $mod of elements'],
  ['UUID', { id: uuid }, [6]],
  ['ObjectId', { ref: objectId }, [6]],
  ['Binary', { bytes: new Binary(Buffer.from('abc')) }, [8]],
  ['empty string', { s: '' }, [5]],
];

for (const [what, filter, expected, lacking] of cases) {
  const title = lacking === undefined ? what : `${what} (FerretDB 1.24: ${lacking})`;
  test.skipIf(isFerretdb && lacking !== undefined)(title, async () => {
    await using target = await openTarget();
    const items = target.db.collection<{ _id: number }>('items');
    await items.insertMany(documents.map((each) => ({ ...each })));
    const found = await items.find(filter).sort({ _id: 1 }).toArray();
    expect(found.map(({ _id }) => _id)).toEqual(expected);
  });
}

test('sorts by several fields, and skips and limits after sorting', async () => {
  await using target = await openTarget();
  const items = target.db.collection<{ _id: number; a: number; b: string }>('items');
  await items.insertMany([
    { _id: 1, a: 2, b: 'x' },
    { _id: 2, a: 1, b: 'x' },
    { _id: 3, a: 2, b: 'a' },
    { _id: 4, a: 3, b: 'z' },
  ]);
  const ids = async (sort: Record<string, 1 | -1>, skip = 0, limit = 0) =>
    (await items.find().sort(sort).skip(skip).limit(limit).toArray()).map(({ _id }) => _id);
  expect(await ids({ a: -1, b: 1 })).toEqual([4, 3, 1, 2]);
  expect(await ids({ a: -1, b: 1 }, 1, 2)).toEqual([3, 1]);
  expect(await ids({ b: 1, a: 1 })).toEqual([3, 2, 1, 4]);
});

test.skipIf(isFerretdb)(
  'sorts across types in BSON order (FerretDB 1.24 closes the connection on MinKey)',
  async () => {
    await using target = await openTarget();
    const items = target.db.collection<{ _id: number; v?: unknown }>('items');
    const inOrder = [
      new MinKey(),
      [],
      null,
      new Double(Number.NaN),
      new Int32(-5),
      Long.fromString('9007199254740992'),
      Long.fromString('9007199254740993'),
      Decimal128.fromString('1E40'),
      'Z',
      'a',
      '\uffff',
      '😀',
      { a: 1 },
      { a: 'x' },
      new Binary(Buffer.from('a')),
      objectId,
      false,
      true,
      day(1),
      new MaxKey(),
    ];
    await items.insertMany(inOrder.map((v, _id) => ({ _id, v })).toReversed());
    const ascending = (await items.find().sort({ v: 1 }).toArray()).map(({ _id }) => _id);
    expect(ascending).toEqual(inOrder.map((_, i) => i));
  },
);

test('an array sorts by its lowest element ascending, by its highest descending', async () => {
  await using target = await openTarget();
  const items = target.db.collection<{ _id: number; v: unknown }>('items');
  await items.insertMany([
    { _id: 1, v: [5, 1] },
    { _id: 2, v: 3 },
    { _id: 3, v: [4, 2] },
  ]);
  expect((await items.find().sort({ v: 1 }).toArray()).map(({ _id }) => _id)).toEqual([1, 3, 2]);
  expect((await items.find().sort({ v: -1 }).toArray()).map(({ _id }) => _id)).toEqual([1, 3, 2]);
});

test.skipIf(isFerretdb)(
  '$expr compares fields of one document (FerretDB 1.24 has no operators in $expr)',
  async () => {
    await using target = await openTarget();
    const items = target.db.collection<{ _id: number; spent: bigint; budget: number }>('items');
    await items.insertMany([
      { _id: 1, spent: 5n, budget: 3 },
      { _id: 2, spent: 2n, budget: 3 },
    ]);
    expect(await items.find({ $expr: { $gt: ['$spent', '$budget'] } }).toArray()).toMatchObject([{ _id: 1 }]);
  },
);

test.skipIf(isFerretdb)(
  'an array within an array is one element (FerretDB 1.24 stores no nested arrays)',
  async () => {
    await using target = await openTarget();
    const items = target.db.collection<{ _id: number; matrix: number[][] }>('items');
    await items.insertOne({ _id: 1, matrix: [[1, 2], [3]] });
    expect(await items.countDocuments({ matrix: [3] } as object)).toBe(1);
    expect(await items.countDocuments({ matrix: 3 } as object)).toBe(0);
  },
);

test('distinct returns each value once, including elements of arrays', async () => {
  await using target = await openTarget();
  const items = target.db.collection<{ _id: number }>('items');
  await items.insertMany(documents.map((each) => ({ ...each })));
  expect((await items.distinct('tags' as '_id')).toSorted()).toEqual(['red', 'round']);
  expect(await items.distinct('owner.name' as '_id', { 'owner.age': { $gt: 30 } } as object)).toEqual([
    'ada',
  ]);
});
