import { once } from 'node:events';
import { serialize } from 'bson';
import { MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { createMongoServer, type MongoServer } from '../../src/mongo/server.ts';
import { describeEmbedded } from './embedded.ts';
import { seeded } from './random.ts';
import { deep, message, mutated, open, opMsg, ping, section, send, sized } from './rawMessages.ts';

async function expectAlive(server: MongoServer): Promise<void> {
  await using client = await MongoClient.connect(server.url);
  expect(await client.db('admin').command({ ping: 1 })).toMatchObject({ ok: 1 });
}

/** [name, bytes, how the server reacts]. */
const cases: [string, Buffer, 'closed' | 'answered'][] = [
  ['a length below the header', message(2013, Buffer.alloc(8), 15), 'closed'],
  ['a negative length', message(2013, Buffer.alloc(8), -1), 'closed'],
  ['a length of zero', message(2013, Buffer.alloc(8), 0), 'closed'],
  ['a length over 48 MB', message(2013, Buffer.alloc(8), 48_000_001), 'closed'],
  ['an unknown opcode', message(4711, Buffer.alloc(32)), 'closed'],
  ['OP_COMPRESSED', message(2012, Buffer.alloc(32)), 'closed'],
  ['an OP_MSG without sections', message(2013, Buffer.alloc(4)), 'closed'],
  ['an empty OP_MSG', message(2013, Buffer.alloc(0)), 'closed'],
  ['unknown required flags', opMsg(section({ ping: 1, $db: 'a' }), 4), 'closed'],
  ['a section of unknown kind', opMsg(Buffer.concat([Buffer.of(9), serialize({ ping: 1 })])), 'closed'],
  ['two bodies', opMsg(Buffer.concat([section({ ping: 1 }), section({ ping: 1 })])), 'closed'],
  [
    'a document longer than its message',
    opMsg(Buffer.concat([Buffer.of(0), sized(900), Buffer.alloc(20)])),
    'closed',
  ],
  [
    'a document of negative size',
    opMsg(Buffer.concat([Buffer.of(0), sized(-5), Buffer.alloc(20)])),
    'closed',
  ],
  [
    'a sequence without a name',
    opMsg(Buffer.concat([section({ insert: 'a' }), Buffer.of(1), sized(10), Buffer.from('abcdef')])),
    'closed',
  ],
  [
    'a sequence with a truncated document',
    opMsg(
      Buffer.concat([
        section({ insert: 'a' }),
        Buffer.of(1),
        sized(12),
        Buffer.from('d\0'),
        sized(99),
        Buffer.alloc(2),
      ]),
    ),
    'closed',
  ],
  [
    'BSON with an unknown element type',
    opMsg(Buffer.concat([Buffer.of(0), sized(8), Buffer.from('\x77a\0'), Buffer.of(0)])),
    'answered',
  ],
  [
    'BSON with a string beyond its end',
    opMsg(
      Buffer.concat([
        Buffer.of(0),
        sized(14),
        Buffer.from('\x02a\0'),
        sized(99),
        Buffer.from('x\0'),
        Buffer.of(0),
      ]),
    ),
    'answered',
  ],
  [
    'BSON that does not end in zero',
    opMsg(Buffer.concat([Buffer.of(0), sized(5), Buffer.of(1)])),
    'answered',
  ],
  ['BSON nested 300 deep', opMsg(Buffer.concat([Buffer.of(0), deep(300)])), 'answered'],
  ['BSON nested 200,000 deep', opMsg(Buffer.concat([Buffer.of(0), deep(200_000)])), 'answered'],
  ['an empty document', opMsg(section({})), 'answered'],
  [
    'a legacy query that is not a command',
    message(2004, Buffer.concat([Buffer.alloc(4), Buffer.from('a.b\0'), Buffer.alloc(8), serialize({})])),
    'closed',
  ],
  ['a truncated legacy query', message(2004, Buffer.from('abcdefgh')), 'closed'],
];

describeEmbedded('malformed messages to the embedded server', () => {
  test.each(cases)(
    '%s is answered or its connection closed, and others continue',
    async (_what, bytes, expected) => {
      await using server = await createMongoServer({ file: ':memory:', port: 0 });
      const result = await send(server, bytes);
      expect(result === 'closed' ? 'closed' : 'answered').toBe(expected);
      await expectAlive(server);
    },
  );

  test('messages split and joined anywhere are reassembled', async () => {
    await using server = await createMongoServer({ file: ':memory:', port: 0 });
    const byByte = [...ping].map((byte) => Buffer.of(byte));
    expect(await send(server, ...byByte)).toBeInstanceOf(Buffer);
    const socket = await open(server);
    let received = 0;
    const all = new Promise<void>((resolve) => {
      socket.on('data', (data: Buffer) => {
        received += data.length;
        if (received === 3 * 38) resolve();
      });
    });
    socket.write(Buffer.concat([ping, ping, ping.subarray(0, 5)]));
    socket.write(ping.subarray(5));
    await all;
    socket.destroy();
  });

  test('a message with a checksum is read, and one with moreToCome is not answered', async () => {
    await using server = await createMongoServer({ file: ':memory:', port: 0 });
    const body = section({ ping: 1, $db: 'admin' });
    expect(await send(server, opMsg(Buffer.concat([body, Buffer.alloc(4)]), 1))).toBeInstanceOf(Buffer);
    const insert = opMsg(section({ insert: 'items', documents: [{ _id: 1 }], $db: 'a' }), 2);
    const answer = (await send(server, insert, ping)) as Buffer;
    expect(answer.length).toBe(38);
    await using client = await MongoClient.connect(server.url);
    expect(await client.db('a').collection('items').countDocuments()).toBe(1);
  });

  test('2,000 random messages from a fixed seed do not crash it', async () => {
    await using server = await createMongoServer({ file: ':memory:', port: 0 });
    const random = seeded(20260727);
    const valid = opMsg(
      Buffer.concat([section({ find: 'items', filter: { a: { $in: [1, 'x'] } }, sort: { a: 1 }, $db: 'a' })]),
    );
    for (let round = 0; round < 400; round++) {
      const socket = await open(server);
      const closed = once(socket, 'close');
      socket.resume();
      for (let i = 0; i < 5; i++) socket.write(mutated(valid, random));
      socket.end();
      await closed;
    }
    await expectAlive(server);
  });
});
