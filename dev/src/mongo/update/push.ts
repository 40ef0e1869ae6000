import { compareValues } from '../bson/compare.ts';
import { toInteger } from '../bson/numbers.ts';
import { type Doc, field, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { parseSort, sortDocs } from '../query/sort.ts';

const modifiers = new Set(['$each', '$slice', '$sort', '$position']);

/**
 * Returns the result of `$push`: with one value appended, or `$each` with `$position`, `$sort` and `$slice`,
 * in that order.
 */
export function push(array: readonly Value[], operand: Value): Value[] {
  if (!isDoc(operand) || !Object.hasOwn(operand, '$each')) return [...array, operand];
  const unknown = Object.keys(operand).find((name) => !modifiers.has(name));
  if (unknown !== undefined) throw new CommandError('BadValue', `Unrecognized clause in $push: ${unknown}`);
  const each = field(operand, '$each');
  if (!Array.isArray(each))
    throw new CommandError('BadValue', 'The argument to $each in $push must be an array');
  const result = [...array];
  const position = integerOf(operand, '$position') ?? result.length;
  result.splice(position < 0 ? Math.max(0, result.length + position) : position, 0, ...each);
  return sliced(sorted(result, field(operand, '$sort')), integerOf(operand, '$slice'));
}

function sorted(array: Value[], sort: Value): Value[] {
  if (sort === undefined) return array;
  if (isDoc(sort)) {
    const fields = parseSort(sort);
    return sortDocs(array, fields, (value) => (isDoc(value) ? value : {}));
  }
  const direction = toInteger(sort);
  if (direction !== 1n && direction !== -1n)
    throw new CommandError('BadValue', 'The $sort element value must be 1, -1 or a document');
  return array.toSorted((a, b) => compareValues(a, b) * Number(direction));
}

function sliced(array: Value[], count: number | undefined): Value[] {
  if (count === undefined) return array;
  return count < 0 ? array.slice(count) : array.slice(0, count);
}

function integerOf(operand: Doc, name: string): number | undefined {
  const value = field(operand, name);
  if (value === undefined) return undefined;
  const integer = toInteger(value);
  if (integer === undefined) throw new CommandError('BadValue', `The value for ${name} must be an integer`);
  return Number(integer);
}
