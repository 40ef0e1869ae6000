import { decode } from '../bson/decode.ts';
import type { Doc } from '../bson/values.ts';
import { ProtocolError } from './frames.ts';

export const opcodes = { reply: 1, query: 2004, compressed: 2012, msg: 2013 } as const;

/** One message as a command: the body's first field is the command's name. */
export interface WireRequest {
  requestId: number;
  /** The form in which the request came and its reply goes. */
  form: 'msg' | 'query';
  body: Doc;
  /** OP_MSG's document sequences, undecoded: an insert stores these bytes as they are. */
  sequences: Map<string, Uint8Array[]>;
  /** True when the client expects no reply (write concern 0). */
  isUnanswered: boolean;
}

const flags = { checksumPresent: 1, moreToCome: 2 } as const;

/**
 * Parses a message. Fails with ProtocolError for a frame that is not a message (the connection closes), and
 * with CommandError for a message with bad BSON (it is answered).
 */
export function parseRequest(frame: Buffer): WireRequest {
  const opcode = frame.readInt32LE(12);
  if (opcode === opcodes.msg) return parseMsg(frame);
  if (opcode === opcodes.query) return parseQuery(frame);
  throw new ProtocolError(`opcode ${opcode} is not supported`);
}

/** Returns the `requestId` of a frame even when its body is bad. */
export function requestIdOf(frame: Buffer): number {
  return frame.readInt32LE(4);
}

function parseMsg(frame: Buffer): WireRequest {
  if (frame.length < 26) throw new ProtocolError('OP_MSG is too short');
  const bits = frame.readUInt32LE(16);
  if ((bits & 0xfffc) !== 0) throw new ProtocolError(`unknown required OP_MSG flags ${bits & 0xfffc}`);
  // The checksum (CRC-32C) guards against network errors, which a loopback does not have: it is skipped
  // unread.
  const end = (bits & flags.checksumPresent) !== 0 ? frame.length - 4 : frame.length;
  const bodies: Uint8Array[] = [];
  const sequences = new Map<string, Uint8Array[]>();
  let at = 20;
  while (at < end) {
    const kind = frame.readUInt8(at);
    at += 1;
    const size = sizeAt(frame, at, end);
    const section = frame.subarray(at, at + size);
    if (kind === 0) bodies.push(section);
    else if (kind === 1) addSequence(sequences, section);
    else throw new ProtocolError(`unknown OP_MSG section kind ${kind}`);
    at += size;
  }
  const [body] = bodies;
  if (body === undefined || bodies.length > 1) throw new ProtocolError('OP_MSG needs exactly one body');
  const isUnanswered = (bits & flags.moreToCome) !== 0;
  return { requestId: requestIdOf(frame), form: 'msg', body: decode(body), sequences, isUnanswered };
}

function addSequence(sequences: Map<string, Uint8Array[]>, section: Buffer): void {
  const nameEnd = section.indexOf(0, 4);
  if (nameEnd < 0) throw new ProtocolError('a document sequence has no name');
  const name = section.toString('utf8', 4, nameEnd);
  if (sequences.has(name)) throw new ProtocolError(`two document sequences named ${name}`);
  const documents: Uint8Array[] = [];
  for (let at = nameEnd + 1; at < section.length; ) {
    const size = sizeAt(section, at, section.length);
    documents.push(section.subarray(at, at + size));
    at += size;
  }
  sequences.set(name, documents);
}

function sizeAt(bytes: Buffer, at: number, end: number): number {
  if (at + 5 > end) throw new ProtocolError('a section is truncated');
  const size = bytes.readInt32LE(at);
  if (size < 5 || at + size > end)
    throw new ProtocolError(`a section of ${size} bytes does not fit its message`);
  return size;
}

/** Parses the legacy OP_QUERY, with which drivers greet a server that they do not know yet. */
function parseQuery(frame: Buffer): WireRequest {
  const nameEnd = frame.indexOf(0, 20);
  if (frame.length < 20 || nameEnd < 0) throw new ProtocolError('OP_QUERY is truncated');
  const namespace = frame.toString('utf8', 20, nameEnd);
  if (!namespace.endsWith('.$cmd')) throw new ProtocolError('OP_QUERY is supported for commands only');
  const at = nameEnd + 9;
  const size = sizeAt(frame, at, frame.length);
  const body = { ...decode(frame.subarray(at, at + size)), $db: namespace.slice(0, -5) };
  return { requestId: requestIdOf(frame), form: 'query', body, sequences: new Map(), isUnanswered: false };
}
