import { Double } from 'bson';
import { compareValues, equalValues } from '../bson/compare.ts';
import { arithmetic, isNumeric, type Numeric, toDouble } from '../bson/numbers.ts';
import { isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';

/** Returns the sum of the numbers, in the widest type among them; other values are ignored. */
export function total(values: readonly Value[]): Value {
  return values.filter(isNumeric).reduce<Numeric>((sum, each) => {
    const next = arithmetic('add', sum, each);
    // As in MongoDB, a $sum that exceeds int64 continues as a double.
    return next ?? new Double(toDouble(sum) + toDouble(each));
  }, 0);
}

export function average(values: readonly Value[]): Value {
  const numbers = values.filter(isNumeric);
  if (numbers.length === 0) return null;
  return new Double(numbers.reduce<number>((sum, each) => sum + toDouble(each), 0) / numbers.length);
}

export function minimum(values: readonly Value[]): Value {
  return extreme(values, -1);
}

export function maximum(values: readonly Value[]): Value {
  return extreme(values, 1);
}

function extreme(values: readonly Value[], side: 1 | -1): Value {
  const present = values.filter((value) => value !== null && value !== undefined);
  return present.reduce<Value>(
    (best, each) => (best === null || compareValues(each, best) * side > 0 ? each : best),
    null,
  );
}

/** The accumulators of `$group`, over one group's values in order. */
export const accumulators: Readonly<Record<string, (values: Value[]) => Value>> = {
  $sum: total,
  $avg: average,
  $min: minimum,
  $max: maximum,
  $count: (values) => values.length,
  $first: (values) => values[0] ?? null,
  $last: (values) => values.at(-1) ?? null,
  $push: (values) => values.filter((value) => value !== undefined),
  $addToSet: (values) =>
    values.reduce<Value[]>((set, value) => {
      if (value !== undefined && !set.some((known) => equalValues(known, value))) set.push(value);
      return set;
    }, []),
  $mergeObjects: (values) => Object.assign({}, ...values.filter((value) => isDoc(value))),
};

export function accumulatorOf(operator: string): (values: Value[]) => Value {
  const accumulate = Object.hasOwn(accumulators, operator) ? accumulators[operator] : undefined;
  if (accumulate !== undefined) return accumulate;
  throw new CommandError('InvalidPipelineOperator', `unknown group operator '${operator}'`);
}
