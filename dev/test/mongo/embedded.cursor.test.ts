import { Long, MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { createMongoServer } from '../../src/mongo/server.ts';
import { describeEmbedded } from './embedded.ts';

describeEmbedded('cursors of the embedded server', () => {
  test('end with the connection that opened them', async () => {
    await using server = await createMongoServer({ file: ':memory:', port: 0 });
    await using client = await MongoClient.connect(server.url);
    const db = client.db('a');
    await db.collection('items').insertMany(Array.from({ length: 50 }, (_, n) => ({ n })));
    const other = await MongoClient.connect(server.url);
    const { cursor } = await other.db('a').command({ find: 'items', batchSize: 10 });
    const more = { getMore: Long.fromString(String(cursor.id)), collection: 'items', batchSize: 10 };
    // Another connection may continue it, as a driver's pool does, while the first one is open.
    expect((await db.command(more))['cursor'].nextBatch).toHaveLength(10);
    await other.close();
    // The server notices the closed connection later and reads batches until then.
    await expect
      .poll(() =>
        db.command({ ...more, batchSize: 1 }).then(
          () => 0,
          ({ code }) => code,
        ),
      )
      .toBe(43);
  });
});
