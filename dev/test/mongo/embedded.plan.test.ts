import { type Collection, MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { createMongoServer } from '../../src/mongo/server.ts';
import { describeEmbedded } from './embedded.ts';

interface Item {
  _id: number;
  status: string;
  n: number;
  at: number;
  tags: string[];
}

async function planOf(
  items: Collection<Item>,
  filter: object,
  sort: Record<string, 1 | -1> = {},
): Promise<string> {
  const { queryPlanner } = await items.find(filter).sort(sort).explain('queryPlanner');
  const plan = queryPlanner.winningPlan;
  const access = plan.inputStage ?? plan;
  const scan = access.inputStage ?? access;
  return `${plan.stage === 'SORT' ? 'SORT ' : ''}${scan.stage === 'IXSCAN' ? scan.indexName : scan.stage}`;
}

describeEmbedded('the planner of the embedded server', () => {
  test('explains which index a query really uses', async () => {
    await using server = await createMongoServer({ file: ':memory:', port: 0 });
    await using client = await MongoClient.connect(server.url);
    const items = client.db('a').collection<Item>('items');
    await items.insertOne({ _id: 1, status: 'open', n: 1, at: 1, tags: ['a'] });
    await items.createIndex({ status: 1, at: -1, _id: -1 }, { name: 'status' });
    await items.createIndex({ tags: 1, at: 1 }, { name: 'tags' });
    await items.createIndex({ n: 1 }, { name: 'partial', partialFilterExpression: { status: 'open' } });
    const plan = (filter: object, sort?: Record<string, 1 | -1>) => planOf(items, filter, sort);
    expect(await plan({})).toBe('COLLSCAN');
    expect(await plan({ at: 1 })).toBe('COLLSCAN');
    expect(await plan({ at: 1 }, { at: 1 })).toBe('SORT COLLSCAN');
    expect(await plan({ _id: 1, status: 'open' })).toBe('_id_');
    expect(await plan({}, { _id: -1 })).toBe('_id_');
    expect(await plan({ status: 'open' })).toBe('status');
    expect(await plan({ status: 'open' }, { at: -1, _id: -1 })).toBe('status');
    expect(await plan({ status: 'open' }, { at: 1, _id: 1 })).toBe('status');
    expect(await plan({ status: 'open' }, { at: 1, _id: -1 })).toBe('SORT status');
    expect(await plan({ status: 'open', at: { $gt: 1 } }, { at: -1 })).toBe('status');
    expect(await plan({ status: { $in: ['open', 'done'] } }, { at: -1 })).toBe('status');
    const after = { $or: [{ at: { $lt: 5 } }, { at: 5, _id: { $lt: 3 } }] };
    expect(await plan({ status: 'open', ...after }, { at: -1, _id: -1 })).toBe('status');
    expect(await plan({ tags: 'a' }, { at: 1 })).toBe('tags');
    expect(await plan({ tags: { $gt: 'a' } }, { tags: 1 })).toBe('SORT tags');
    expect(await plan({ n: 1 })).toBe('COLLSCAN');
    expect(await plan({ n: 1, status: 'open' })).toMatch(/partial|status/);
    expect(await plan({ n: 1, status: 'done' })).toBe('status');
  });

  test('of several conditions on an array the one with the fewest entries is scanned, the others are looked up', async () => {
    await using server = await createMongoServer({ file: ':memory:', port: 0 });
    await using client = await MongoClient.connect(server.url, { useBigInt64: true });
    const items = client.db('a').collection<Item>('items');
    await items.createIndex({ tags: 1, status: 1, at: 1 }, { name: 'tags' });
    const tags = (n: number) => (n % 50 === 0 ? ['common', 'rare'] : ['common']);
    const item = (n: number) => ({ _id: n, status: 'open', n, at: n, tags: tags(n) });
    await items.insertMany(Array.from({ length: 200 }, (_, n) => item(n)));
    for (const [a, b] of [
      ['rare', 'common'],
      ['common', 'rare'],
    ] as const) {
      const filter = { $and: [{ tags: a }, { tags: b }], status: 'open' };
      const { queryPlanner } = await items.find(filter).sort({ at: 1 }).explain('queryPlanner');
      const scan = { stage: 'IXSCAN', indexName: 'tags', ranges: 1, intersectedWith: 1 };
      expect(queryPlanner.winningPlan).toMatchObject({ stage: 'FETCH', inputStage: scan });
      const found = await items.find(filter).sort({ at: 1 }).toArray();
      expect(found.map(({ at }) => Number(at))).toEqual([0, 50, 100, 150]);
      expect(await items.countDocuments(filter)).toBe(4);
    }
    await items.updateMany({ _id: { $mod: [3, 0] } }, { $push: { tags: 'left' } });
    await items.updateMany({ _id: { $mod: [5, 0] } }, { $push: { tags: 'right' } });
    expect(await items.countDocuments({ $and: [{ tags: 'left' }, { tags: 'right' }] })).toBe(14);
    const counted = async (filter: object) => {
      const pipeline = [{ $match: filter }, { $group: { _id: 1, n: { $sum: 1 } } }];
      const { queryPlanner } = await items.aggregate(pipeline).explain('queryPlanner');
      return queryPlanner.winningPlan.stage;
    };
    expect(await counted({ tags: 'rare', status: 'open', at: { $gt: 1 } })).toBe('COUNT');
    expect(await counted({ tags: { $in: ['rare', 'common'] } })).toBe('COUNT');
    expect(await counted({ tags: 'rare', n: 1 })).toBe('FETCH');
    expect(await counted({ tags: 'rare', status: null })).toBe('FETCH');
    const planned = await planOf(items, { tags: { $exists: false } });
    expect(planned).toBe('tags');
  });
});
