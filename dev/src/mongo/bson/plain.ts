import { Double, ObjectId } from 'bson';
import type { Doc, Value } from './values.ts';

/** The document that is being read, and the next byte. */
let bytes: Buffer = Buffer.alloc(0);
let at = 0;

/** The nesting up to which documents are read here. */
const MAX_DEPTH = 100;

/** Thrown for what is left to the package's decoder. */
const left = new Error('not a plain document');

/**
 * Decodes a well-formed document of the usual types, several times faster than the package `bson`, which has to
 * wrap each number to tell an int32 from a double. Returns undefined for every other document: malformed, deeply
 * nested, or with a type, a name or a text that needs more care.
 */
export function decodePlain(raw: Uint8Array): Doc | undefined {
  bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  at = 0;
  try {
    const doc = readDoc(bytes.length, 0);
    return at === bytes.length ? doc : undefined;
  } catch (error) {
    if (error === left || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Reads the length of a document that has to end before `limit`, and returns its end. */
function readEnd(limit: number): number {
  const end = at + readInt32();
  if (end < at + 1 || end > limit || bytes[end - 1] !== 0) throw left;
  return end;
}

function readDoc(limit: number, depth: number): Doc {
  if (depth > MAX_DEPTH) throw left;
  const end = readEnd(limit);
  const doc: Doc = {};
  for (;;) {
    const type = bytes[at++];
    if (type === 0) break;
    const name = readName(end);
    doc[name] = readValue(type, end, depth);
  }
  if (at !== end) throw left;
  return doc;
}

function readArray(limit: number, depth: number): Value[] {
  if (depth > MAX_DEPTH) throw left;
  const end = readEnd(limit);
  const array: Value[] = [];
  for (;;) {
    const type = bytes[at++];
    if (type === 0) break;
    // The names are the positions.
    while (bytes[at] !== 0) if (++at >= end) throw left;
    at++;
    array.push(readValue(type, end, depth));
  }
  if (at !== end) throw left;
  return array;
}

function readValue(type: number | undefined, end: number, depth: number): Value {
  switch (type) {
    case 0x01:
      at += 8;
      return new Double(bytes.readDoubleLE(at - 8));
    case 0x02:
      return readText(end);
    case 0x03:
      return readDoc(end, depth + 1);
    case 0x04:
      return readArray(end, depth + 1);
    case 0x07:
      at += 12;
      if (at >= end) throw left;
      return new ObjectId(Uint8Array.prototype.slice.call(bytes, at - 12, at));
    case 0x08: {
      const value = bytes[at++];
      if (value !== 0 && value !== 1) throw left;
      return value === 1;
    }
    case 0x09: {
      const low = readInt32() >>> 0;
      return new Date(readInt32() * 0x1_0000_0000 + low);
    }
    case 0x0a:
      return null;
    case 0x10:
      return readInt32();
    case 0x12:
      at += 8;
      return bytes.readBigInt64LE(at - 8);
    default:
      throw left;
  }
}

function readInt32(): number {
  const value = bytes.readInt32LE(at);
  at += 4;
  return value;
}

function readText(limit: number): string {
  const start = at + 4;
  const end = start + bytes.readInt32LE(at);
  if (end <= start || end >= limit || bytes[end - 1] !== 0) throw left;
  at = end;
  const text = bytes.toString('utf8', start, end - 1);
  // It stands for invalid UTF-8, which is refused, or for itself.
  if (text.includes('\u{fffd}')) throw left;
  return text;
}

/** Names that were read, by a hash of their bytes: the same few come again and again. */
const names: string[] = [];
const NAMES = 2_048;

function readName(limit: number): string {
  const start = at;
  let hash = 0;
  for (;;) {
    const byte = bytes[at++];
    if (byte === 0) break;
    if (byte === undefined || byte > 0x7f || at >= limit) throw left;
    hash = (Math.imul(hash, 31) + byte) | 0;
  }
  const slot = hash & (NAMES - 1);
  const known = names[slot];
  if (known !== undefined && isAt(known, start)) return known;
  const name = bytes.toString('latin1', start, at - 1);
  // The package reads references to other documents (`$ref`), and knows what to do with `__proto__`.
  if (name === '__proto__' || name === '$ref') throw left;
  if (name.length <= 64) names[slot] = name;
  return name;
}

function isAt(name: string, start: number): boolean {
  const { length } = name;
  if (length !== at - 1 - start) return false;
  for (let i = 0; i < length; i++) if (name.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
