import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { serialize } from 'bson';
import type { MongoServer } from '../../src/mongo/server.ts';
import type { Random } from './random.ts';

/** Builds a message with a header whose length may be wrong. */
export function message(opcode: number, body: Uint8Array, length = 16 + body.length): Buffer {
  const head = Buffer.alloc(16);
  head.writeInt32LE(length, 0);
  head.writeInt32LE(7, 4);
  head.writeInt32LE(opcode, 12);
  return Buffer.concat([head, body]);
}

export function opMsg(sections: Uint8Array, flags = 0): Buffer {
  const bits = Buffer.alloc(4);
  bits.writeUInt32LE(flags);
  return message(2013, Buffer.concat([bits, sections]));
}

/** Builds a section of kind 0. */
export function section(document: object): Buffer {
  return Buffer.concat([Buffer.of(0), serialize(document)]);
}

export const ping = opMsg(section({ ping: 1, $db: 'admin' }));

export async function open(server: MongoServer): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Sends bytes and returns the reply, or `closed` when the server closed the connection. */
export async function send(server: MongoServer, ...chunks: Uint8Array[]): Promise<'closed' | Buffer> {
  const socket = await open(server);
  const outcome = Promise.race([
    once(socket, 'data').then(([data]) => data as Buffer),
    once(socket, 'close').then(() => 'closed' as const),
  ]);
  for (const chunk of chunks) {
    await new Promise<void>((resolve) => {
      socket.write(chunk, () => resolve());
    });
  }
  const result = await outcome;
  socket.destroy();
  return result;
}

/** Builds BSON of nested documents. */
export function deep(levels: number): Buffer {
  // { a: { a: { … } } } assembled by hand: bson's own serializer would reject it.
  let inner = Buffer.of(5, 0, 0, 0, 0);
  const parts: Buffer[] = [];
  for (let i = 0; i < levels; i++) {
    const size = Buffer.alloc(4);
    size.writeInt32LE(inner.length + (levels - i) * 8);
    parts.push(Buffer.concat([size, Buffer.from('\x03a\0')]));
  }
  inner = Buffer.concat([...parts, inner, Buffer.alloc(levels)]);
  return inner;
}

/** Builds a length prefix. */
export const sized = (size: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(size);
  return bytes;
};

/** Changes some bytes. The length mostly stays right, so that the bytes after it are read. */
export function mutated(valid: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(valid);
  const changes = 1 + random.below(4);
  for (let i = 0; i < changes; i++)
    bytes[16 + Math.floor(random.next() * (bytes.length - 16))] = Math.floor(random.next() * 256);
  if (random.next() < 0.1) bytes[Math.floor(random.next() * 16)] = Math.floor(random.next() * 256);
  return random.next() < 0.05 ? bytes.subarray(0, Math.floor(random.next() * bytes.length)) : bytes;
}
