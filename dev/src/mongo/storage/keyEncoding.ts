import {
  type Binary,
  type BSONRegExp,
  type Code,
  Decimal128,
  Double,
  type ObjectId,
  type Timestamp,
} from 'bson';
import { rank, rankOf } from '../bson/compare.ts';
import { compareNumbers, type Numeric, toDouble } from '../bson/numbers.ts';
import type { Doc, Value } from '../bson/values.ts';
import { notSupported } from '../errors.ts';

/**
 * Encodes values as bytes whose memcmp order is BSON's total order, so that SQLite's own B-tree of BLOBs is a
 * MongoDB index. Values that compare equal (1, 1.0, NumberLong(1)) have equal bytes. No encoding is a prefix
 * of another, so encodings can be concatenated for compound keys and inverted byte by byte for descending
 * ones.
 */
export function encodeKey(values: readonly Value[], directions: readonly (1 | -1)[]): Buffer {
  at = 0;
  for (let i = 0; i < values.length; i++) {
    const start = at;
    writeValue(values[i]);
    if (directions[i] === -1) for (let j = start; j < at; j++) scratch[j] = ~(scratch[j] ?? 0);
  }
  return Buffer.from(scratch.subarray(0, at));
}

/**
 * Encodes one value, ascending. Rejects a Decimal128 that no double equals: such keys would need another
 * format.
 */
export function encodeValue(value: Value): Buffer {
  at = 0;
  writeValue(value);
  return Buffer.from(scratch.subarray(0, at));
}

export function inverted(bytes: Buffer): Buffer {
  const result = Buffer.allocUnsafe(bytes.length);
  for (let i = 0; i < bytes.length; i++) result[i] = ~(bytes[i] ?? 0);
  return result;
}

/** Returns the lowest bytes above everything that starts with `bytes`. */
export function successor(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0xff) end--;
  const result = Buffer.from(bytes.subarray(0, end));
  const last = result[end - 1];
  if (last === undefined) return Buffer.alloc(16, 0xff);
  result[end - 1] = last + 1;
  return result;
}

/** Receives the keys of this thread, which are then copied to a buffer of their own size. */
let scratch = Buffer.allocUnsafeSlow(4 * 1024);
let at = 0;

function reserve(size: number): void {
  if (at + size <= scratch.length) return;
  const larger = Buffer.allocUnsafeSlow(Math.max(2 * scratch.length, at + size));
  scratch.copy(larger, 0, 0, at);
  scratch = larger;
}

function writeByte(byte: number): void {
  reserve(1);
  scratch[at++] = byte;
}

function writeBytes(bytes: Uint8Array): void {
  reserve(bytes.byteLength);
  scratch.set(bytes, at);
  at += bytes.byteLength;
}

function writeUInt32(value: number): void {
  reserve(4);
  at = scratch.writeUInt32BE(value >>> 0, at);
}

function writeValue(value: Value): void {
  const type = rankOf(value);
  writeByte(type);
  writePayload(value, type);
}

function writePayload(value: Value, type: number): void {
  switch (type) {
    case rank.number:
      writeNumber(value as Numeric);
      return;
    case rank.string:
      writeString(String(value));
      return;
    case rank.object:
      for (const [name, inner] of Object.entries(value as Doc)) {
        const innerType = rankOf(inner);
        writeByte(innerType);
        writeString(name);
        writePayload(inner, innerType);
      }
      writeByte(0);
      return;
    case rank.array:
      for (const element of value as Value[]) writeValue(element);
      writeByte(0);
      return;
    case rank.binary: {
      const { position, sub_type, buffer } = value as Binary;
      writeUInt32(position);
      writeByte(sub_type);
      writeBytes(buffer.subarray(0, position));
      return;
    }
    case rank.objectId:
      writeBytes((value as ObjectId).id);
      return;
    case rank.boolean:
      writeByte(value === true ? 1 : 0);
      return;
    case rank.date:
      writeInt64(BigInt((value as Date).getTime()));
      return;
    case rank.timestamp:
      writeUInt32((value as Timestamp).high);
      writeUInt32((value as Timestamp).low);
      return;
    case rank.regex:
      writeString((value as BSONRegExp).pattern);
      writeString((value as BSONRegExp).options);
      return;
    case rank.code:
      writeString((value as Code).code);
  }
}

/** Writes a string as UTF-8 terminated by 00 00, with each 00 inside written as 00 ff. */
function writeString(text: string): void {
  if (text.includes('\0')) {
    for (const [i, part] of text.split('\0').entries()) {
      if (i > 0) {
        writeByte(0);
        writeByte(0xff);
      }
      writeText(part);
    }
  } else {
    writeText(text);
  }
  writeByte(0);
  writeByte(0);
}

function writeText(text: string): void {
  reserve(3 * text.length);
  at += scratch.write(text, at);
}

function writeInt64(value: bigint): void {
  reserve(8);
  at = scratch.writeBigUInt64BE(BigInt.asUintN(64, value) ^ (1n << 63n), at);
}

/**
 * Writes the highest double not above the value, in order-preserving form, then the remainder of an int64
 * beyond 2^53 (at most 1023, the distance between doubles there).
 */
function writeNumber(value: Numeric): void {
  let base = toDouble(value);
  let rest = 0;
  if (typeof value === 'bigint') {
    if (BigInt(base) > value) base = nextDown(base);
    rest = Number(value - BigInt(base));
  }
  if (value instanceof Decimal128 && compareNumbers(value, new Double(base)) !== 0) {
    throw notSupported(`an index key of Decimal128 ${value.toString()}, which is not a double,`);
  }
  reserve(10);
  const start = at;
  // NaN is below all numbers: its bytes are all zero, which no other double's flipped form is.
  if (Number.isNaN(base)) {
    scratch.fill(0, at, at + 10);
    at += 10;
    return;
  }
  scratch.writeDoubleBE(base === 0 ? 0 : base, at);
  if (base < 0) for (let i = 0; i < 8; i++) scratch[start + i] = ~(scratch[start + i] ?? 0);
  else scratch[start] = (scratch[start] ?? 0) | 0x80;
  at = scratch.writeUInt16BE(rest, start + 8);
}

function nextDown(value: number): number {
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(value);
  bits.writeBigInt64BE(bits.readBigInt64BE() + (value > 0 ? -1n : 1n));
  return bits.readDoubleBE();
}
