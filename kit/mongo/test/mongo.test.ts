import { testMongo } from '@holdfast/dev/testing/mongo';
import { expect, test } from 'vitest';
import { isDuplicateKey } from '../src/mongo.ts';

test('the unique index that rejected a write is found whatever a client wrote', async () => {
  await using database = await testMongo();
  const items = database.mongo.db.collection<{ _id: number; code: string; title: string }>('items');
  await items.createIndex({ code: 1 }, { name: 'code', unique: true });
  await items.createIndex({ title: 1 }, { name: 'code_title', unique: true });
  const title = 'collection: x.items index: code dup key';
  await items.insertOne({ _id: 1, code: 'a', title });
  const refusal = (_id: number, code: string, title: string) =>
    items.insertOne({ _id, code, title }).catch((error: unknown) => error);
  const taken = {
    _id_: await refusal(1, 'b', 'b'),
    code: await refusal(2, 'a', 'b'),
    code_title: await refusal(2, 'b', title),
  };
  for (const [index, error] of Object.entries(taken)) {
    expect(isDuplicateKey(error)).toBe(true);
    const named = Object.keys(taken).filter((name) => isDuplicateKey(error, name));
    expect(named).toEqual([index]);
  }
  expect(isDuplicateKey(new Error('E11000 duplicate key error collection: x.items index: code'))).toBe(false);
});
