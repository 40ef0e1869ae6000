import { Binary, BSONRegExp, BSONSymbol, Code, Double, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { compareNumbers, isNumeric, type Numeric } from './numbers.ts';
import type { Doc, Value } from './values.ts';

/**
 * The order of types in BSON's total order. A missing field sorts as null where that matters (sorting and
 * index keys replace it); `undefined` is the sort key of an empty array, just below null.
 */
export const rank = {
  minKey: 0x10,
  undefined: 0x18,
  null: 0x20,
  number: 0x28,
  string: 0x30,
  object: 0x38,
  array: 0x40,
  binary: 0x48,
  objectId: 0x50,
  boolean: 0x58,
  date: 0x60,
  timestamp: 0x68,
  regex: 0x70,
  code: 0x78,
  maxKey: 0xf0,
} as const;

export type Rank = (typeof rank)[keyof typeof rank];

export function rankOf(value: Value): Rank {
  switch (typeof value) {
    case 'undefined':
      return rank.undefined;
    case 'number':
    case 'bigint':
      return rank.number;
    case 'string':
      return rank.string;
    case 'boolean':
      return rank.boolean;
  }
  if (value === null) return rank.null;
  if (Array.isArray(value)) return rank.array;
  if (value instanceof Date) return rank.date;
  if (value instanceof Double) return rank.number;
  if (value instanceof ObjectId) return rank.objectId;
  if (value instanceof Timestamp) return rank.timestamp;
  if (isNumeric(value)) return rank.number;
  if (value instanceof Binary) return rank.binary;
  if (value instanceof BSONRegExp) return rank.regex;
  if (value instanceof BSONSymbol) return rank.string;
  if (value instanceof Code) return rank.code;
  if (value instanceof MinKey) return rank.minKey;
  if (value instanceof MaxKey) return rank.maxKey;
  return rank.object;
}

/**
 * Compares by BSON's total order: strings by code point, documents field by field in their order. Returns -1,
 * 0 or 1.
 */
export function compareValues(a: Value, b: Value): number {
  const rankA = rankOf(a);
  const rankB = rankOf(b);
  if (rankA !== rankB) return rankA < rankB ? -1 : 1;
  switch (rankA) {
    case rank.number:
      return compareNumbers(a as Numeric, b as Numeric);
    case rank.string:
      return compareStrings(String(a), String(b));
    case rank.object:
      return compareDocs(a as Doc, b as Doc);
    case rank.array:
      return compareArrays(a as Value[], b as Value[]);
    case rank.binary:
      return compareBinaries(a as Binary, b as Binary);
    case rank.objectId:
      return Math.sign(Buffer.compare((a as ObjectId).id, (b as ObjectId).id));
    case rank.boolean:
      return Number(a) - Number(b);
    case rank.date:
      return Math.sign((a as Date).getTime() - (b as Date).getTime());
    case rank.timestamp:
      return Math.sign((a as Timestamp).compare(b as Timestamp));
    case rank.regex: {
      const x = a as BSONRegExp;
      const y = b as BSONRegExp;
      return compareStrings(x.pattern, y.pattern) || compareStrings(x.options, y.options);
    }
    case rank.code:
      return compareStrings((a as Code).code, (b as Code).code);
    default:
      return 0;
  }
}

export function equalValues(a: Value, b: Value): boolean {
  return a === b || compareValues(a, b) === 0;
}

/**
 * Compares by code point, like UTF-8 bytes; JavaScript's own order differs between surrogates and U+E000 and
 * above.
 */
function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const xIsSurrogate = x >= 0xd800 && x < 0xe000;
    const yIsSurrogate = y >= 0xd800 && y < 0xe000;
    if (xIsSurrogate !== yIsSurrogate) return xIsSurrogate ? 1 : -1;
    return x < y ? -1 : 1;
  }
  return a.length < b.length ? -1 : 1;
}

function compareDocs(a: Doc, b: Doc): number {
  const fieldsA = Object.entries(a);
  const fieldsB = Object.entries(b);
  for (const [i, [nameA, valueA]] of fieldsA.entries()) {
    const other = fieldsB[i];
    if (other === undefined) return 1;
    const [nameB, valueB] = other;
    const byType = rankOf(valueA) - rankOf(valueB);
    if (byType !== 0) return Math.sign(byType);
    const order = compareStrings(nameA, nameB) || compareValues(valueA, valueB);
    if (order !== 0) return order;
  }
  return fieldsA.length < fieldsB.length ? -1 : 0;
}

function compareArrays(a: Value[], b: Value[]): number {
  for (const [i, value] of a.entries()) {
    if (i >= b.length) return 1;
    const order = compareValues(value, b[i]);
    if (order !== 0) return order;
  }
  return a.length < b.length ? -1 : 0;
}

function compareBinaries(a: Binary, b: Binary): number {
  if (a.position !== b.position) return a.position < b.position ? -1 : 1;
  if (a.sub_type !== b.sub_type) return a.sub_type < b.sub_type ? -1 : 1;
  return Math.sign(Buffer.compare(a.buffer.subarray(0, a.position), b.buffer.subarray(0, b.position)));
}
