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
  test('explains truthfully which index a query uses', async () => {
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
});
