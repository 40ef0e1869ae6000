import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { createMongoServer } from '../../src/mongo/server.ts';
import { describeEmbedded, startMongoProcess } from './embedded.ts';
import { temporaryDirectory } from './target.ts';

const main = join(import.meta.dirname, '../../src/mongo/main.ts');

describeEmbedded('the embedded server as a process', () => {
  test('a restart keeps documents, indexes and their order', async () => {
    await using folder = await temporaryDirectory();
    const file = join(folder.path, 'mongo.sqlite');
    for (const round of [1, 2, 3]) {
      await using server = await createMongoServer({ file, port: 0 });
      await using client = await MongoClient.connect(server.url);
      const items = client.db('a').collection<{ _id: number; key: string }>('items');
      if (round === 1) await items.createIndex({ key: 1 }, { unique: true });
      await items.insertOne({ _id: round, key: `k${round}` });
      await expect(items.insertOne({ _id: 10, key: 'k1' })).rejects.toMatchObject({ code: 11000 });
      expect((await items.find().toArray()).map(({ _id }) => _id)).toEqual([1, 2, 3].slice(0, round));
    }
  });

  test('a file of the first layout keeps its documents and indexes', async () => {
    await using folder = await temporaryDirectory();
    const file = join(folder.path, 'mongo.sqlite');
    const insert = async (_id: number, key: string) => {
      await using server = await createMongoServer({ file, port: 0 });
      await using client = await MongoClient.connect(server.url);
      const items = client.db('a').collection<{ _id: number; key: string }>('items');
      await items.createIndex({ key: 1 }, { unique: true });
      await items.insertOne({ _id, key });
      return await items.find().sort({ key: 1 }).toArray();
    };
    await insert(1, 'b');
    const old = new DatabaseSync(file);
    old.exec(`
      create table old (id integer primary key, db text not null, name text not null, unique (db, name));
      insert into old select * from collections; drop table collections; alter table old rename to collections;
      create table old (id integer primary key, collection integer not null, name text not null,
        definition blob not null, multikey text not null, unique (collection, name));
      insert into old select * from indexes; drop table indexes; alter table old rename to indexes;
      pragma user_version = 1`);
    old.close();
    expect(await insert(2, 'a')).toEqual([
      { _id: 2, key: 'a' },
      { _id: 1, key: 'b' },
    ]);
    await expect(insert(3, 'b')).rejects.toMatchObject({ code: 11000 });
  });

  test('kill -9 while 16 writers insert: acknowledged documents are there, and the indexes agree', async () => {
    await using folder = await temporaryDirectory();
    const file = join(folder.path, 'mongo.sqlite');
    const acknowledged: number[] = [];
    {
      await using server = await startMongoProcess(file);
      await using client = await MongoClient.connect(server.url, { serverSelectionTimeoutMS: 500 });
      const items = client.db('a').collection<{ _id: number; n: number }>('items');
      await items.createIndex({ n: 1 }, { unique: true });
      let next = 0;
      const { promise: enough, resolve } = Promise.withResolvers<void>();
      const writer = async (): Promise<void> => {
        for (;;) {
          const _id = next++;
          await items.insertOne({ _id, n: -_id });
          acknowledged.push(_id);
          if (acknowledged.length === 500) resolve();
        }
      };
      const writers = Promise.allSettled(Array.from({ length: 16 }, writer));
      await enough;
      await server.kill();
      await writers;
    }
    await using server = await startMongoProcess(file);
    await using client = await MongoClient.connect(server.url);
    const items = client.db('a').collection<{ _id: number; n: number }>('items');
    const found = new Set((await items.find().toArray()).map(({ _id }) => _id));
    expect(acknowledged.length).toBeGreaterThanOrEqual(500);
    expect(acknowledged.filter((_id) => !found.has(_id))).toEqual([]);
    const byIndex = await items
      .find({ n: { $lte: 0 } })
      .sort({ n: 1 })
      .toArray();
    expect(new Set(byIndex.map(({ _id }) => _id))).toEqual(found);
  });

  test('exits with 0 on SIGTERM, and when its supervisor has gone', async () => {
    await using folder = await temporaryDirectory();
    await using byTerm = await startMongoProcess(join(folder.path, 'a.sqlite'));
    byTerm.child.kill('SIGTERM');
    expect(await once(byTerm.child, 'exit')).toEqual([0, null]);
    await using orphan = await startMongoProcess(join(folder.path, 'b.sqlite'));
    orphan.child.disconnect();
    expect(await once(orphan.child, 'exit')).toEqual([0, null]);
  });

  test.each([
    [undefined, 'MONGO_SERVER is not set'],
    ['{', 'MONGO_SERVER is not JSON'],
    ['{"name":"a"}', 'MONGO_SERVER.port is not a port'],
    [
      '{"name":"a","port":0,"file":"/nowhere/at/all.sqlite","user":"a","password":"b"}',
      'cannot open the database file /nowhere/at/all.sqlite',
    ],
  ])('with the settings %s says one line and ends with 1', async (settings, message) => {
    const { MONGO_SERVER: _, ...env } = process.env;
    const child = spawn(process.execPath, [main], {
      env: settings === undefined ? env : { ...env, MONGO_SERVER: settings },
    });
    const chunks: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    const [code] = await once(child, 'close');
    const output = Buffer.concat(chunks).toString();
    expect(code).toBe(1);
    expect(output).toContain(message);
    expect(output.trim().split('\n')).toHaveLength(1);
  });

  test('a port or a file in use causes one clear error', async () => {
    await using folder = await temporaryDirectory();
    const file = join(folder.path, 'mongo.sqlite');
    await using server = await createMongoServer({ file, port: 0 });
    await expect(createMongoServer({ file: ':memory:', port: server.port })).rejects.toThrow(
      `cannot listen on 127.0.0.1:${server.port}`,
    );
    await expect(createMongoServer({ file, port: 0 })).rejects.toThrow(
      `cannot open the database file ${file}`,
    );
  });
});
