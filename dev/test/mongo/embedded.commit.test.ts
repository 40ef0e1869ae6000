import { join } from 'node:path';
import { type Collection, MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { createMongoServer } from '../../src/mongo/server.ts';
import { createSharedCommit } from '../../src/mongo/storage/sharedCommit.ts';
import { describeEmbedded } from './embedded.ts';
import { temporaryDirectory } from './target.ts';

/** A database that records what it is asked, whose turn of the event loop ends when the test says so. */
function recording(fails: { commit?: boolean; rollsBack?: boolean } = {}) {
  const done: string[] = [];
  const turns: (() => void)[] = [];
  let isOpen = false;
  const commits = createSharedCommit(
    {
      begin: () => {
        isOpen = true;
        done.push('begin');
      },
      commit: () => {
        if (fails.commit) throw new Error('the disk is full');
        isOpen = false;
        done.push('commit');
      },
      rollback: () => {
        isOpen = false;
        done.push('rollback');
      },
      savepoint: (work) => {
        try {
          return work();
        } catch (error) {
          if (fails.rollsBack) isOpen = false;
          throw error;
        }
      },
      isOpen: () => isOpen,
    },
    { later: (work) => turns.push(work), undone: () => done.push('undone') },
  );
  const command = (name: string, work = () => {}) => {
    try {
      commits.run(() => {
        done.push(name);
        work();
      });
    } catch (error) {
      done.push(`${name}: ${(error as Error).message}`);
    }
    commits.whenCommitted((failure) =>
      done.push(failure === undefined ? `${name} is answered` : `${name}: ${(failure as Error).message}`),
    );
  };
  const endTurn = () => {
    for (const turn of turns.splice(0)) turn();
    return done.splice(0);
  };
  return { command, endTurn };
}

const broken = () => {
  throw new Error('it is broken');
};

describeEmbedded('the commit that commands of the embedded server share', () => {
  test('commands of one turn are committed together, and answered afterwards', () => {
    const { command, endTurn } = recording();
    command('a');
    command('b');
    expect(endTurn()).toEqual(['begin', 'a', 'b', 'commit', 'a is answered', 'b is answered']);
    command('c');
    expect(endTurn()).toEqual(['begin', 'c', 'commit', 'c is answered']);
  });

  test('a command that fails is undone alone', () => {
    const { command, endTurn } = recording();
    command('a');
    command('b', broken);
    expect(endTurn()).toEqual([
      ...['begin', 'a', 'b', 'undone', 'b: it is broken'],
      ...['commit', 'a is answered', 'b is answered'],
    ]);
  });

  test('a commit that fails makes every command of its turn fail', () => {
    const { command, endTurn } = recording({ commit: true });
    command('a');
    command('b');
    expect(endTurn()).toEqual([
      ...['begin', 'a', 'b', 'rollback', 'undone'],
      ...['a: the disk is full', 'b: the disk is full'],
    ]);
  });

  test('so does an error after which the database undid the whole transaction', () => {
    const { command, endTurn } = recording({ rollsBack: true });
    command('a');
    command('b', broken);
    expect(endTurn()).toEqual([
      ...['begin', 'a', 'b', 'undone', 'a: it is broken', 'b: it is broken', 'b is answered'],
    ]);
  });

  interface Item {
    _id: number;
    a?: number | number[];
    x?: number;
    unique?: number;
  }

  test('a command that fails halfway leaves documents as they were, for every reader', async () => {
    await using server = await createMongoServer({ file: ':memory:', port: 0 });
    await using client = await MongoClient.connect(server.url);
    const items = client.db('a').collection<Item>('items');
    await items.insertMany([
      { _id: 1, a: 1, x: 1 },
      { _id: 2, a: 1, x: 1 },
    ]);
    // No name may contain a null byte, which is found as the second document is encoded.
    const failing = items.bulkWrite([
      { updateOne: { filter: { _id: 1 }, update: { $set: { a: 2 } } } },
      { updateOne: { filter: { _id: 2 }, update: { $rename: { x: 'y\0z' } } } },
    ]);
    const others = Array.from({ length: 20 }, (_, n) => items.insertOne({ _id: 10 + n }));
    await expect(failing).rejects.toThrow('null byte');
    await Promise.all(others);
    expect(await items.findOne({ _id: 1 })).toEqual({ _id: 1, a: 1, x: 1 });
    expect(await items.countDocuments({ a: 1 })).toBe(2);
    expect(await items.countDocuments({ _id: { $gte: 10 } })).toBe(20);
  });

  test.each<[string, (items: Collection<Item>, item: Item) => Promise<unknown>]>([
    ['insert', (items, item) => items.insertOne(item)],
    ['findAndModify', (items, { _id, ...rest }) => items.findOneAndReplace({ _id }, rest, { upsert: true })],
  ])(
    'an %s that is refused does not hide from the index that another document has an array',
    async (_, write) => {
      await using folder = await temporaryDirectory();
      const file = join(folder.path, 'mongo.sqlite');
      const open = async () => {
        const server = await createMongoServer({ file, port: 0 });
        const client = await MongoClient.connect(server.url);
        const close = async () => {
          await client.close();
          await server.close();
        };
        return { items: client.db('a').collection<Item>('items'), [Symbol.asyncDispose]: close };
      };
      {
        await using first = await open();
        await first.items.createIndex({ a: 1 });
        await first.items.createIndex({ unique: 1 }, { unique: true });
        await first.items.insertOne({ _id: 1, unique: 1 });
        await expect(write(first.items, { _id: 2, a: [1, 5], unique: 1 })).rejects.toMatchObject({
          code: 11_000,
        });
        await write(first.items, { _id: 3, a: [1, 5], unique: 3 });
      }
      await using second = await open();
      expect(await second.items.countDocuments({ a: { $gt: 4, $lt: 2 } })).toBe(1);
    },
  );
});
