import { type Document, MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { createMongoServer } from '../../src/mongo/server.ts';
import { describeEmbedded } from './embedded.ts';
import { type Random, randomValue, seeded } from './random.ts';

const fields = ['a', 'b', 'c.d', 'list.x'];

function randomDocument(random: Random, _id: number): Document {
  const few = (): unknown =>
    random.pick([random.below(4), random.below(4), random.pick(['x', 'y']), null, randomValue(random, 1)]);
  const doc: Document = { _id, n: random.below(20) };
  if (random.next() < 0.8) doc['a'] = random.next() < 0.2 ? [few(), few()] : few();
  if (random.next() < 0.8) doc['b'] = few();
  if (random.next() < 0.8) doc['c'] = random.next() < 0.8 ? { d: few() } : few();
  if (random.next() < 0.5) doc['list'] = Array.from({ length: random.below(4) }, () => ({ x: few() }));
  return doc;
}

function randomCondition(random: Random): unknown {
  const value = (): unknown => random.pick([random.below(4), 'x', null, randomValue(random, 1)]);
  switch (random.below(8)) {
    case 0:
    case 1:
      return { $eq: value() };
    case 2:
      return { [random.pick(['$gt', '$gte', '$lt', '$lte'])]: value() };
    case 3:
      return { $gte: random.below(3), $lt: 1 + random.below(4) };
    case 4:
      return { $in: [value(), value()] };
    case 5:
      return { [random.pick(['$ne', '$exists'])]: random.next() < 0.5 };
    case 6:
      return { $not: { $gt: random.below(4) } };
    default:
      return { $elemMatch: { $gte: random.below(3) } };
  }
}

function randomFilter(random: Random): Document {
  const filter: Document = {};
  for (let i = random.below(4); i > 0; i--) filter[random.pick(fields)] = randomCondition(random);
  if (random.next() < 0.2) filter['n'] = { $lt: random.below(20) };
  if (random.next() < 0.25) filter['$or'] = [{ a: { $lt: 2 } }, { a: 2, b: { $gt: 1 } }];
  if (random.next() < 0.1) filter['list'] = { $elemMatch: { x: random.below(4) } };
  if (random.next() < 0.3) {
    // Several conditions on a possible array: each may be met by another element.
    const value = (): unknown => random.pick([random.below(4), 'x', 'y']);
    filter['$and'] = [{ a: value() }, { a: { $in: [value(), value()] } }];
  }
  return filter;
}

function randomSort(random: Random): Record<string, 1 | -1> {
  const sort: Record<string, 1 | -1> = {};
  for (let i = random.below(3); i > 0; i--)
    sort[random.pick([...fields, 'n'])] = random.pick([1, -1] as const);
  return { ...sort, _id: random.pick([1, -1] as const) };
}

const indexes: [Record<string, 1 | -1>, object?][] = [
  [{ a: 1, b: -1, _id: 1 }],
  [{ b: -1, n: 1, _id: -1 }],
  [{ 'c.d': 1, a: 1 }],
  [{ 'list.x': -1, n: 1 }],
  [{ n: 1, _id: 1 }, { partialFilterExpression: { b: { $exists: true } } }],
  [{ b: 1 }, { sparse: true, name: 'sparse' }],
];

describeEmbedded('indexes of the embedded server', () => {
  test('a find returns the same with and without indexes: 3 collections, 400 random queries each', async () => {
    await using server = await createMongoServer({ file: ':memory:', port: 0 });
    await using client = await MongoClient.connect(server.url, {
      ignoreUndefined: true,
      useBigInt64: true,
    });
    const db = client.db('a');
    let byIndex = 0;
    for (const seed of [11, 12, 13]) {
      const random = seeded(seed);
      const plain = db.collection<Document>(`plain${seed}`);
      const indexed = db.collection<Document>(`indexed${seed}`);
      const docs = Array.from({ length: 150 }, (_, _id) => randomDocument(random, _id));
      for (const [key, options] of indexes) await indexed.createIndex(key, options);
      // Some have two arrays in one index, which is rejected.
      await indexed.insertMany(docs, { ordered: false }).catch(() => {});
      await plain.insertMany(await indexed.find().toArray());
      expect(await plain.countDocuments()).toBeGreaterThan(100);
      // The entries of changed and deleted documents must be gone.
      for (const collection of [plain, indexed]) {
        await collection.updateMany({ n: { $lt: 5 } }, { $set: { b: 2 } });
        await collection.updateMany({ n: { $gt: 17 } }, { $unset: { a: 1, list: 1 } });
        await collection.deleteMany({ n: 9 });
      }
      for (let i = 0; i < 400; i++) {
        const [filter, sort] = [randomFilter(random), randomSort(random)];
        const expected = await plain.find(filter).sort(sort).toArray();
        const found = await indexed.find(filter).sort(sort).toArray();
        const query = JSON.stringify({ filter, sort }, (_key, value) =>
          typeof value === 'bigint' ? String(value) : value,
        );
        expect(
          found.map(({ _id }) => _id),
          query,
        ).toEqual(expected.map(({ _id }) => _id));
        expect(await indexed.countDocuments(filter), query).toBe(expected.length);
        const some = await indexed.countDocuments(filter, { skip: 2, limit: 3 });
        expect(some, query).toBe(Math.min(Math.max(expected.length - 2, 0), 3));
        const { queryPlanner } = await indexed.find(filter).sort(sort).explain('queryPlanner');
        if (JSON.stringify(queryPlanner.winningPlan).includes('IXSCAN')) byIndex++;
      }
    }
    expect(byIndex).toBeGreaterThan(300);
  }, 60_000);
});
