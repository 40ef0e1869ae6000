import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import { isNumeric, toInteger } from '../bson/numbers.ts';
import type { Hit } from '../bson/paths.ts';
import { isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';

const byNumber: Record<string, string> = {
  1: 'double',
  2: 'string',
  3: 'object',
  4: 'array',
  5: 'binData',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  10: 'null',
  11: 'regex',
  13: 'javascript',
  14: 'symbol',
  16: 'int',
  17: 'timestamp',
  18: 'long',
  19: 'decimal',
  '-1': 'minKey',
  127: 'maxKey',
};

const names = new Set([...Object.values(byNumber), 'number']);

/** Returns the name of a value's type, as in `$type`; `missing` for a missing field. */
export function typeNameOf(value: Value): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (typeof value === 'number') return 'int';
  if (typeof value === 'bigint') return 'long';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) return 'array';
  if (isDoc(value)) return 'object';
  if (value instanceof Double) return 'double';
  if (value instanceof Date) return 'date';
  if (value instanceof ObjectId) return 'objectId';
  if (value instanceof Timestamp) return 'timestamp';
  if (value instanceof Decimal128) return 'decimal';
  if (value instanceof Binary) return 'binData';
  if (value instanceof BSONRegExp) return 'regex';
  if (value instanceof BSONSymbol) return 'symbol';
  if (value instanceof Code) return 'javascript';
  if (value instanceof MinKey) return 'minKey';
  if (value instanceof MaxKey) return 'maxKey';
  return 'object';
}

type Test = (doc: Value, hit: Hit) => boolean;

/**
 * Compiles `$type`, by one or several names or numbers. `array` tests the field itself; the others test its
 * elements too.
 */
export function compileType(
  operand: Value,
  some: (leaf: (value: Value) => boolean) => Test,
  whole: (leaf: (value: Value) => boolean) => Test,
): Test {
  const wanted = new Set((Array.isArray(operand) ? operand : [operand]).map(parseTypeName));
  const elements = some(
    (leaf) =>
      (wanted.has(typeNameOf(leaf)) && !Array.isArray(leaf)) || (wanted.has('number') && isNumeric(leaf)),
  );
  const arrays = whole((leaf) => wanted.has('array') && Array.isArray(leaf));
  return (doc, hit) => elements(doc, hit) || arrays(doc, hit);
}

function parseTypeName(operand: Value): string {
  const name = typeof operand === 'string' ? operand : byNumber[String(toInteger(operand))];
  if (name === undefined || !names.has(name)) {
    throw new CommandError('BadValue', `Unknown type name alias or number: ${operand}`);
  }
  return name;
}
