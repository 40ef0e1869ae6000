import { Double, ObjectId } from 'bson';
import { isNumeric, isTruthy, toDouble } from '../bson/numbers.ts';
import { isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { typeNameOf } from '../query/type.ts';
import { type ExpressionOperator, isMissing, ofArguments } from './operator.ts';

export const $type = ofArguments(([value]) => typeNameOf(value));
export const $isNumber = ofArguments(([value]) => isNumeric(value));

export const $toBool = conversion('bool', isTruthy);
export const $toDouble = conversion('double', (value) => new Double(numberOf(value, 'double')));
export const $toInt = conversion('int', (value) => Number(integerOf(value, 'int', 31n)));
export const $toLong = conversion('long', (value) => integerOf(value, 'long', 63n));

export const $toString = conversion('string', (value) => {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ObjectId) return value.toHexString();
  if (Array.isArray(value) || isDoc(value)) throw impossible(value, 'string');
  return String(value);
});

export const $toDate = conversion('date', (value) => {
  const date =
    value instanceof Date ? value : new Date(typeof value === 'string' ? value : numberOf(value, 'date'));
  if (Number.isNaN(date.getTime())) throw impossible(value, 'date');
  return date;
});

export const $toObjectId = conversion('objectId', (value) => {
  if (value instanceof ObjectId) return value;
  if (typeof value !== 'string' || !ObjectId.isValid(value)) throw impossible(value, 'objectId');
  return ObjectId.createFromHexString(value);
});

function conversion(_name: string, convert: (value: Value) => Value): ExpressionOperator {
  return ofArguments(([value]) => (isMissing(value) ? null : convert(value)));
}

function numberOf(value: Value, target: string): number {
  if (isNumeric(value)) return toDouble(value);
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof Date) return value.getTime();
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (Number.isNaN(number)) throw impossible(value, target);
  return number;
}

function integerOf(value: Value, target: string, bits: bigint): bigint {
  const isDigits = typeof value === 'string' && /^[+-]?\d+$/.test(value);
  const integer =
    typeof value === 'bigint' || isDigits ? BigInt(value) : BigInt(Math.trunc(finite(value, target)));
  if (integer >= 2n ** bits || integer < -(2n ** bits)) throw impossible(value, target);
  return integer;
}

function finite(value: Value, target: string): number {
  const number = typeof value === 'string' ? Number.NaN : numberOf(value, target);
  if (!Number.isFinite(number)) throw impossible(value, target);
  return number;
}

function impossible(value: Value, target: string): CommandError {
  return new CommandError(
    'BadValue',
    `Unsupported conversion from ${typeNameOf(value)} to ${target} in $convert`,
  );
}
