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
  const parts = values.map((value, i) => {
    const bytes = encodeValue(value);
    return directions[i] === -1 ? inverted(bytes) : bytes;
  });
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

/**
 * Encodes one value, ascending. Rejects a Decimal128 that no double equals: such keys would need another
 * format.
 */
export function encodeValue(value: Value): Buffer {
  const type = rankOf(value);
  return Buffer.concat([Buffer.of(type), encodePayload(value, type)]);
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

function encodePayload(value: Value, type: number): Buffer {
  switch (type) {
    case rank.number:
      return encodeNumber(value as Numeric);
    case rank.string:
      return encodeString(String(value));
    case rank.object:
      return encodeDoc(value as Doc);
    case rank.array:
      return Buffer.concat([...(value as Value[]).map(encodeValue), Buffer.of(0)]);
    case rank.binary: {
      const { position, sub_type, buffer } = value as Binary;
      const head = Buffer.alloc(5);
      head.writeUInt32BE(position);
      head.writeUInt8(sub_type, 4);
      return Buffer.concat([head, buffer.subarray(0, position)]);
    }
    case rank.objectId:
      return Buffer.from((value as ObjectId).id);
    case rank.boolean:
      return Buffer.of(value === true ? 1 : 0);
    case rank.date:
      return encodeInt64(BigInt((value as Date).getTime()));
    case rank.timestamp: {
      const { high, low } = value as Timestamp;
      const bytes = Buffer.alloc(8);
      bytes.writeUInt32BE(high >>> 0);
      bytes.writeUInt32BE(low >>> 0, 4);
      return bytes;
    }
    case rank.regex: {
      const { pattern, options } = value as BSONRegExp;
      return Buffer.concat([encodeString(pattern), encodeString(options)]);
    }
    case rank.code:
      return encodeString((value as Code).code);
    default:
      return Buffer.alloc(0);
  }
}

function encodeDoc(doc: Doc): Buffer {
  const parts: Buffer[] = [];
  for (const [name, value] of Object.entries(doc)) {
    const type = rankOf(value);
    parts.push(Buffer.of(type), encodeString(name), encodePayload(value, type));
  }
  parts.push(Buffer.of(0));
  return Buffer.concat(parts);
}

/** Encodes a string as UTF-8 terminated by 00 00, with each 00 inside written as 00 ff. */
function encodeString(text: string): Buffer {
  const escaped = text.includes('\0') ? text.split('\0').map((part) => Buffer.from(part)) : undefined;
  if (escaped === undefined) return Buffer.concat([Buffer.from(text), Buffer.of(0, 0)]);
  return Buffer.concat([
    ...escaped.flatMap((part, i) => (i === 0 ? [part] : [Buffer.of(0, 0xff), part])),
    Buffer.of(0, 0),
  ]);
}

function encodeInt64(value: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value) ^ (1n << 63n));
  return bytes;
}

/**
 * Encodes the highest double not above the value, in order-preserving form, then the remainder of an int64
 * beyond 2^53 (at most 1023, the distance between doubles there).
 */
function encodeNumber(value: Numeric): Buffer {
  const bytes = Buffer.alloc(10);
  let base = toDouble(value);
  if (typeof value === 'bigint') {
    if (BigInt(base) > value) base = nextDown(base);
    bytes.writeUInt16BE(Number(value - BigInt(base)), 8);
  }
  if (value instanceof Decimal128 && compareNumbers(value, new Double(base)) !== 0) {
    throw notSupported(`an index key of Decimal128 ${value.toString()}, which is not a double,`);
  }
  // NaN is below all numbers: its bytes are all zero, which no other double's flipped form is.
  if (Number.isNaN(base)) return bytes;
  bytes.writeDoubleBE(base === 0 ? 0 : base);
  const bits = bytes.readBigUInt64BE();
  bytes.writeBigUInt64BE(base < 0 ? BigInt.asUintN(64, ~bits) : bits | (1n << 63n));
  return bytes;
}

function nextDown(value: number): number {
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(value);
  bits.writeBigInt64BE(bits.readBigInt64BE() + (value > 0 ? -1n : 1n));
  return bits.readDoubleBE();
}
