import { Double } from 'bson';
import { arithmetic, isNumeric, type Numeric, toDouble } from '../bson/numbers.ts';
import type { Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { typeNameOf } from '../query/type.ts';
import { average, maximum, minimum, total } from './accumulate.ts';
import { isMissing, ofArguments, ofElements } from './operator.ts';

export const $sum = ofElements(total);
export const $avg = ofElements(average);
export const $min = ofElements(minimum);
export const $max = ofElements(maximum);

export const $add = ofArguments((args) => {
  if (args.some(isMissing)) return null;
  const date = args.find((each) => each instanceof Date);
  const numbers = args.filter((each) => each !== date).map((each) => numeric('$add', each));
  const sum = numbers.reduce<Numeric>((a, b) => compute('add', a, b), 0);
  return date instanceof Date ? new Date(date.getTime() + toDouble(sum)) : sum;
});

export const $multiply = ofArguments((args) => {
  if (args.some(isMissing)) return null;
  return args
    .map((each) => numeric('$multiply', each))
    .reduce<Numeric>((a, b) => compute('multiply', a, b), 1);
});

export const $subtract = ofArguments(([a, b]) => {
  if (isMissing(a) || isMissing(b)) return null;
  if (a instanceof Date && b instanceof Date) return BigInt(a.getTime() - b.getTime());
  if (a instanceof Date) return new Date(a.getTime() - toDouble(numeric('$subtract', b)));
  return compute('subtract', numeric('$subtract', a), numeric('$subtract', b));
});

export const $divide = ofArguments(([a, b]) => {
  if (isMissing(a) || isMissing(b)) return null;
  const divisor = toDouble(numeric('$divide', b));
  if (divisor === 0) throw new CommandError('BadValue', "can't $divide by zero");
  return new Double(toDouble(numeric('$divide', a)) / divisor);
});

export const $mod = ofArguments(([a, b]) => {
  if (isMissing(a) || isMissing(b)) return null;
  const [x, y] = [numeric('$mod', a), numeric('$mod', b)];
  if (toDouble(y) === 0) throw new CommandError('BadValue', "can't $mod by zero");
  if (x instanceof Double || y instanceof Double) return new Double(toDouble(x) % toDouble(y));
  if (typeof x === 'number' && typeof y === 'number') return x % y;
  return BigInt(String(x)) % BigInt(String(y));
});

export const $abs = ofArguments(([value]) => {
  if (isMissing(value)) return null;
  const number = numeric('$abs', value);
  return toDouble(number) < 0 ? compute('subtract', 0, number) : number;
});

export const $ceil = rounding('$ceil', Math.ceil);
export const $floor = rounding('$floor', Math.floor);
export const $trunc = rounding('$trunc', Math.trunc);
export const $round = rounding('$round', halfToEven);

/** Rounds a double to the decimal places of the second argument, by default none; integers stay unchanged. */
function rounding(name: string, round: (value: number) => number): ReturnType<typeof ofArguments> {
  return ofArguments(([value, places = 0]) => {
    if (isMissing(value)) return null;
    const number = numeric(name, value);
    if (!(number instanceof Double)) return number;
    const factor = 10 ** toDouble(numeric(name, places));
    return new Double(round(number.value * factor) / factor);
  });
}

function halfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function numeric(operator: string, value: Value): Numeric {
  if (isNumeric(value)) return value;
  throw new CommandError('TypeMismatch', `${operator} only supports numeric types, not ${typeNameOf(value)}`);
}

function compute(operation: 'add' | 'subtract' | 'multiply', a: Numeric, b: Numeric): Numeric {
  const result = arithmetic(operation, a, b);
  if (result === undefined) throw new CommandError('BadValue', 'long overflow in an arithmetic expression');
  return result;
}
