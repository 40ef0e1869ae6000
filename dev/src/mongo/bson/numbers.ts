import { Decimal128, Double } from 'bson';
import { CommandError } from '../errors.ts';
import type { Value } from './values.ts';

export function isTruthy(value: Value): boolean {
  return isNumeric(value) ? toDouble(value) !== 0 : value !== false && value !== null && value !== undefined;
}

/** An int32, int64, double or decimal. */
export type Numeric = number | bigint | Double | Decimal128;

const int32 = { min: -(2 ** 31), max: 2 ** 31 - 1 };
const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

export function isNumeric(value: Value): value is Numeric {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    value instanceof Double ||
    value instanceof Decimal128
  );
}

/** Converts to a JavaScript number, rounded where an int64 or a decimal has no exact equivalent. */
export function toDouble(value: Numeric): number {
  if (value instanceof Double) return value.value;
  if (value instanceof Decimal128) return Number(value.toString());
  return Number(value);
}

/** Converts an integral value to a bigint; returns `undefined` for a fraction, NaN or infinity. */
export function toInteger(value: Value): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (!isNumeric(value)) return undefined;
  const number = toDouble(value);
  return Number.isInteger(number) ? BigInt(number) : undefined;
}

/** Compares exactly across all numeric types; as in BSON, NaN is below every number and equal to itself. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  if (a instanceof Decimal128 || b instanceof Decimal128) return compareDecimals(a, b);
  const x = a instanceof Double ? a.value : a;
  const y = b instanceof Double ? b.value : b;
  if (x < y) return -1;
  if (x > y) return 1;
  // They are equal, or one is NaN: JavaScript compares a bigint with a number exactly.
  const xIsNaN = typeof x === 'number' && Number.isNaN(x);
  const yIsNaN = typeof y === 'number' && Number.isNaN(y);
  return Number(yIsNaN) - Number(xIsNaN);
}

function compareDecimals(a: Numeric, b: Numeric): number {
  const x = toDouble(a);
  const y = toDouble(b);
  if (x !== y || !Number.isFinite(x)) return compareNumbers(new Double(x), new Double(y));
  const p = toScaled(a);
  const q = toScaled(b);
  const exponent = Math.min(p.exponent, q.exponent);
  const left = p.digits * 10n ** BigInt(p.exponent - exponent);
  const right = q.digits * 10n ** BigInt(q.exponent - exponent);
  return left < right ? -1 : left > right ? 1 : 0;
}

function toScaled(value: Numeric): { digits: bigint; exponent: number } {
  const [mantissa = '0', power = '0'] = value.toString().toLowerCase().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

type Operation = 'add' | 'subtract' | 'multiply';

/**
 * Computes with the result type of MongoDB: a double if either operand is one; an int64 if either is one, or
 * if two int32 overflow. Returns `undefined` when an int64 overflows, which each caller reports in its own
 * words.
 */
export function arithmetic(operation: Operation, a: Numeric, b: Numeric): Numeric | undefined {
  if (a instanceof Decimal128 || b instanceof Decimal128) {
    throw new CommandError(
      'NotImplemented',
      'Decimal128 arithmetic is not supported by the embedded MongoDB',
    );
  }
  if (a instanceof Double || b instanceof Double)
    return new Double(onNumbers(operation, toDouble(a), toDouble(b)));
  const exact = onIntegers(operation, BigInt(a), BigInt(b));
  if (typeof a === 'number' && typeof b === 'number' && exact >= int32.min && exact <= int32.max) {
    return Number(exact);
  }
  return exact >= int64.min && exact <= int64.max ? exact : undefined;
}

function onNumbers(operation: Operation, a: number, b: number): number {
  return operation === 'add' ? a + b : operation === 'subtract' ? a - b : a * b;
}

function onIntegers(operation: Operation, a: bigint, b: bigint): bigint {
  return operation === 'add' ? a + b : operation === 'subtract' ? a - b : a * b;
}
