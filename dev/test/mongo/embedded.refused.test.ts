import { MongoClient, MongoServerError } from 'mongodb';
import { expect, test } from 'vitest';
import { createMongoServer } from '../../src/mongo/server.ts';
import { describeEmbedded } from './embedded.ts';

/** Commands that the embedded server does not support, the name that the error must contain, and its code. */
const refused: [Record<string, unknown>, string, number][] = [
  [{ frobnicate: 1 }, 'frobnicate', 59],
  [{ mapReduce: 'items', map: '', reduce: '', out: 'x' }, 'mapReduce', 59],
  [{ find: 'items', collation: { locale: 'en' } }, 'find.collation', 40415],
  [{ find: 'items', hint: 'a_1' }, 'find.hint', 40415],
  [{ find: 'items', tailable: true }, 'tailable', 238],
  [{ find: 'items', filter: { a: { $frob: 1 } } }, '$frob', 2],
  [{ find: 'items', filter: { $frob: 1 } }, '$frob', 2],
  [{ find: 'items', filter: { $where: 'true' } }, '$where', 2],
  [{ find: 'items', filter: { a: { $elemMatch: { b: { $frob: 1 } } } } }, '$frob', 2],
  [{ find: 'items', filter: { a: { $not: { $frob: 1 } } } }, '$frob', 2],
  [{ find: 'items', filter: { a: { $near: [0, 0] } } }, '$near', 2],
  [{ find: 'items', filter: { $expr: { $frob: 1 } } }, '$frob', 168],
  [{ find: 'items', filter: { $text: { $search: 'a' } } }, '$text', 2],
  [{ find: 'items', projection: { a: { $frob: 1 } } }, '$frob', 168],
  [{ find: 'items', projection: { 'a.$': 1 } }, 'a.$', 238],
  [{ find: 'items', sort: { a: { $meta: 'textScore' } } }, '$meta', 238],
  [{ find: 'items', readConcern: { level: 'snapshot' } }, 'snapshot', 72],
  [{ insert: 'items', documents: [{}], frob: 1 }, 'insert.frob', 40415],
  [{ insert: 'items', documents: [{}], txnNumber: 1 }, 'txnNumber', 20],
  [{ find: 'items', startTransaction: true, autocommit: false, txnNumber: 1 }, 'startTransaction', 20],
  [{ aggregate: 'items', cursor: {}, pipeline: [{ $out: 'x' }] }, '$out', 238],
  [{ aggregate: 'items', cursor: {}, pipeline: [{ $changeStream: {} }] }, '$changeStream', 238],
  [{ aggregate: 'items', cursor: {}, pipeline: [{ $frob: 1 }] }, '$frob', 40324],
  [{ aggregate: 'items', cursor: {}, pipeline: [{ $group: { _id: 1, a: { $frob: 1 } } }] }, '$frob', 168],
  [
    {
      aggregate: 'items',
      cursor: {},
      pipeline: [{ $lookup: { from: 'a', let: {}, pipeline: [], as: 'b' } }],
    },
    'let',
    238,
  ],
  [{ aggregate: 1, cursor: {}, pipeline: [] }, 'aggregate on a database', 238],
  [{ createIndexes: 'items', indexes: [{ key: { a: 'text' }, name: 'a' }] }, 'text', 238],
  [{ createIndexes: 'items', indexes: [{ key: { a: '2dsphere' }, name: 'a' }] }, '2dsphere', 238],
  [{ createIndexes: 'items', indexes: [{ key: { a: 'hashed' }, name: 'a' }] }, 'hashed', 238],
  [{ createIndexes: 'items', indexes: [{ key: { '$**': 1 }, name: 'a' }] }, 'wildcard', 238],
  [
    { createIndexes: 'items', indexes: [{ key: { a: 1 }, name: 'a', expireAfterSeconds: -1 }] },
    'expireAfterSeconds',
    67,
  ],
  [
    { createIndexes: 'items', indexes: [{ key: { a: 1, b: 1 }, name: 'a', expireAfterSeconds: 1 }] },
    'TTL',
    67,
  ],
  [{ createIndexes: 'items', indexes: [{ key: { a: 1 }, name: 'a', collation: {} }] }, 'collation', 238],
  [{ create: 'items', capped: true, size: 1 }, 'create.capped', 40415],
  [{ create: 'items', validator: {} }, 'create.validator', 40415],
];

describeEmbedded('unsupported features of the embedded server are rejected by name', () => {
  test.each(refused)('%j', async (command, name, code) => {
    await using server = await createMongoServer({ file: ':memory:', port: 0 });
    await using client = await MongoClient.connect(server.url);
    const error = await client
      .db('a')
      .command(command)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(MongoServerError);
    expect((error as Error).message).toContain(name);
    expect(error).toMatchObject({ code });
  });

  test('also in a statement of a batch', async () => {
    await using server = await createMongoServer({ file: ':memory:', port: 0 });
    await using client = await MongoClient.connect(server.url);
    const db = client.db('a');
    const update = { update: 'items', updates: [{ q: {}, u: { $set: { a: 1 } }, hint: 'x' }] };
    await expect(db.command(update)).rejects.toThrow('update.updates.hint');
    const remove = { delete: 'items', deletes: [{ q: {}, limit: 0, collation: {} }] };
    await expect(db.command(remove)).rejects.toThrow('delete.deletes.collation');
    const session = client.startSession();
    const inTransaction = session.withTransaction(() =>
      db.collection('items').insertOne({ a: 1 }, { session }),
    );
    await expect(inTransaction).rejects.toThrow(/transaction|session/i);
    await session.endSession();
  });
});
