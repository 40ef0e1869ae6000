import { expect, test } from 'vitest';
import { isFerretdb, openTarget } from './target.ts';

test('projects by inclusion, by exclusion, and within arrays', async () => {
  await using target = await openTarget();
  const items = target.db.collection<{ _id: number }>('items');
  await items.insertOne({
    _id: 1,
    a: 1,
    b: { c: 2, d: 3 },
    list: [
      { x: 1, y: 2 },
      { x: 3, y: 4 },
    ],
  } as { _id: number });
  const one = (projection: Record<string, unknown>) => items.findOne({}, { projection });
  expect(await one({ a: 1 })).toEqual({ _id: 1, a: 1 });
  expect(await one({ a: 1, _id: 0 })).toEqual({ a: 1 });
  expect(await one({ 'b.c': 1, _id: 0 })).toEqual({ b: { c: 2 } });
  expect(await one({ b: 0, list: 0 })).toEqual({ _id: 1, a: 1 });
  expect(await one({ 'list.x': 1, _id: 0 })).toEqual({ list: [{ x: 1 }, { x: 3 }] });
  expect(await one({ 'b.c': 0, list: 0, _id: 0 })).toEqual({ a: 1, b: { d: 3 } });
  await expect(one({ a: 1, b: 0 })).rejects.toThrow(/exclusion/);
});

test.skipIf(isFerretdb)('projects by $slice and $elemMatch (FerretDB 1.24 has neither)', async () => {
  await using target = await openTarget();
  const items = target.db.collection<{ _id: number }>('items');
  await items.insertOne({ _id: 1, a: 1, list: [{ x: 1 }, { x: 3 }] } as { _id: number });
  const one = (projection: Record<string, unknown>) => items.findOne({}, { projection });
  expect(await one({ list: { $slice: -1 } })).toEqual({ _id: 1, a: 1, list: [{ x: 3 }] });
  expect(await one({ list: { $elemMatch: { x: 3 } } })).toEqual({ _id: 1, list: [{ x: 3 }] });
  expect(await one({ total: { $add: ['$a', 1] }, _id: 0 })).toEqual({ total: 2 });
});
