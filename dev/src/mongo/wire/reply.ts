import { Double } from 'bson';
import { encode } from '../bson/encode.ts';
import type { Doc } from '../bson/values.ts';
import { opcodes, type WireRequest } from './request.ts';

/** The reply of a command: a document, or a batch of stored documents whose bytes are sent unchanged. */
export type Reply =
  | { kind: 'doc'; doc: Doc }
  | {
      kind: 'batch';
      name: 'firstBatch' | 'nextBatch';
      namespace: string;
      cursor: bigint;
      documents: Uint8Array[];
    };

export function frameReply(request: Pick<WireRequest, 'form' | 'requestId'>, reply: Reply): Buffer {
  const body = reply.kind === 'doc' ? encode(reply.doc) : encodeBatch(reply);
  return request.form === 'msg' ? frameMsg(request.requestId, body) : frameLegacy(request.requestId, body);
}

function frameMsg(responseTo: number, body: Uint8Array): Buffer {
  const head = header(21 + body.byteLength, responseTo, opcodes.msg, 5);
  return Buffer.concat([head, body]);
}

/** Frames an OP_REPLY with one document. */
function frameLegacy(responseTo: number, body: Uint8Array): Buffer {
  const head = header(36 + body.byteLength, responseTo, opcodes.reply, 20);
  head.writeInt32LE(8, 16);
  head.writeInt32LE(1, 32);
  return Buffer.concat([head, body]);
}

/** Builds a header. Its request id stays 0: a client uses only `responseTo`. */
function header(length: number, responseTo: number, opcode: number, more: number): Buffer {
  const head = Buffer.alloc(16 + more);
  head.writeInt32LE(length, 0);
  head.writeInt32LE(responseTo, 8);
  head.writeInt32LE(opcode, 12);
  return head;
}

/** Assembles `{ cursor: { <name>: […], id, ns }, ok: 1 }` without decoding and encoding stored documents. */
function encodeBatch({ name, namespace, cursor, documents }: Extract<Reply, { kind: 'batch' }>): Buffer {
  const rest = Buffer.from(encode({ id: cursor, ns: namespace }));
  const elements = documents.flatMap((bytes, i) => [Buffer.from(`\x03${i}\0`), bytes]);
  const array = enclosed(elements);
  const inner = enclosed([Buffer.from(`\x04${name}\0`), array, rest.subarray(4, -1)]);
  const ok = Buffer.from(encode({ ok: new Double(1) }));
  return enclosed([Buffer.from('\x03cursor\0'), inner, ok.subarray(4, -1)]);
}

/** Wraps encoded elements in a BSON document. */
function enclosed(parts: Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.byteLength, 5);
  const size = Buffer.alloc(4);
  size.writeInt32LE(length);
  return Buffer.concat([size, ...parts, Buffer.of(0)], length);
}
