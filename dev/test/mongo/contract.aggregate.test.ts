import { expect, test } from 'vitest';
import { isFerretdb, openTarget, type Target } from './target.ts';

interface Sale {
  _id: number;
  shop: string;
  total: bigint;
  at: Date;
  lines: { sku: string; qty: number }[];
}

const sales: Sale[] = [
  {
    _id: 1,
    shop: 'a',
    total: 500n,
    at: new Date('2026-01-01T10:00:00Z'),
    lines: [
      { sku: 'x', qty: 1 },
      { sku: 'y', qty: 2 },
    ],
  },
  { _id: 2, shop: 'b', total: 100n, at: new Date('2026-01-01T11:00:00Z'), lines: [{ sku: 'x', qty: 3 }] },
  { _id: 3, shop: 'a', total: 250n, at: new Date('2026-01-02T10:00:00Z'), lines: [] },
];

async function run(target: Target, pipeline: object[]): Promise<unknown[]> {
  const collection = target.db.collection<Sale>('sales');
  await collection.insertMany(sales.map((sale) => ({ ...sale })));
  return collection.aggregate(pipeline).toArray();
}

test('$match, $sort, $skip, $limit', async () => {
  await using target = await openTarget();
  const result = await run(target, [
    { $match: { shop: 'a' } },
    { $sort: { total: 1 } },
    { $skip: 1 },
    { $limit: 1 },
  ]);
  expect(result).toMatchObject([{ _id: 1 }]);
});

test('$group sums money as int64', async () => {
  await using target = await openTarget();
  const result = await run(target, [
    { $group: { _id: '$shop', total: { $sum: '$total' } } },
    { $sort: { _id: 1 } },
  ]);
  expect(result).toEqual([
    { _id: 'a', total: 750n },
    { _id: 'b', total: 100n },
  ]);
});

test('$unwind and $count', async () => {
  await using target = await openTarget();
  expect(await run(target, [{ $unwind: '$lines' }, { $count: 'lines' }])).toEqual([{ lines: 3 }]);
});

test.skipIf(isFerretdb)(
  '$group with more accumulators, over computed keys (FerretDB 1.24 lacks most of them)',
  async () => {
    await using target = await openTarget();
    const result = await run(target, [
      { $unwind: '$lines' },
      {
        $group: {
          _id: { day: { $dateToString: { date: '$at', format: '%Y-%m-%d' } }, sku: '$lines.sku' },
          qty: { $sum: '$lines.qty' },
          most: { $max: '$total' },
          mean: { $avg: '$lines.qty' },
          shops: { $addToSet: '$shop' },
          ids: { $push: '$_id' },
        },
      },
      { $sort: { '_id.sku': 1 } },
    ]);
    expect(result).toEqual([
      { _id: { day: '2026-01-01', sku: 'x' }, qty: 4, most: 500n, mean: 2, shops: ['a', 'b'], ids: [1, 2] },
      { _id: { day: '2026-01-01', sku: 'y' }, qty: 2, most: 500n, mean: 2, shops: ['a'], ids: [1] },
    ]);
  },
);

test.skipIf(isFerretdb)(
  '$project and $set compute, with int64 kept (FerretDB 1.24 computes nothing)',
  async () => {
    await using target = await openTarget();
    const result = await run(target, [
      { $match: { _id: 1 } },
      { $set: { twice: { $multiply: ['$total', 2] }, 'stats.lines': { $size: '$lines' } } },
      {
        $project: {
          _id: 0,
          twice: 1,
          stats: 1,
          isBig: { $gte: ['$total', 500] },
          skus: { $map: { input: '$lines', as: 'l', in: '$$l.sku' } },
        },
      },
    ]);
    expect(result).toEqual([{ twice: 1000n, stats: { lines: 2 }, isBig: true, skus: ['x', 'y'] }]);
  },
);

test.skipIf(isFerretdb)('$lookup, $facet and $replaceRoot (FerretDB 1.24 has none of them)', async () => {
  await using target = await openTarget();
  await target.db.collection<{ _id: string; city: string }>('shops').insertMany([
    { _id: 'a', city: 'Rome' },
    { _id: 'b', city: 'Oslo' },
  ]);
  const result = await run(target, [
    { $lookup: { from: 'shops', localField: 'shop', foreignField: '_id', as: 'place' } },
    { $unwind: '$place' },
    {
      $facet: {
        cities: [{ $group: { _id: '$place.city', n: { $sum: 1 } } }, { $sort: { _id: 1 } }],
        first: [{ $sort: { _id: 1 } }, { $limit: 1 }, { $replaceRoot: { newRoot: '$place' } }],
      },
    },
  ]);
  expect(result).toEqual([
    {
      cities: [
        { _id: 'Oslo', n: 1 },
        { _id: 'Rome', n: 2 },
      ],
      first: [{ _id: 'a', city: 'Rome' }],
    },
  ]);
});

test('an unknown stage is rejected by name', async () => {
  await using target = await openTarget();
  await expect(run(target, [{ $frobnicate: {} }])).rejects.toThrow(/\$frobnicate/);
});
