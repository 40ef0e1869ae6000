import { BSONRegExp } from 'bson';
import { equalValues } from '../bson/compare.ts';
import { toInteger } from '../bson/numbers.ts';
import { type Doc, field, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { compileFilter, isOperators } from '../query/filter.ts';
import type { Operator } from './operator.ts';
import { arrayAt, setAt } from './place.ts';
import { push } from './push.ts';

export const $push: Operator = (doc, path, operand) => {
  const array = arrayAt(doc, path, '$push') ?? [];
  setAt(doc, path, push(array, operand));
};

export const $addToSet: Operator = (doc, path, operand) => {
  const array = [...(arrayAt(doc, path, '$addToSet') ?? [])];
  for (const value of eachOf('$addToSet', operand)) {
    if (!array.some((present) => equalValues(present, value))) array.push(value);
  }
  setAt(doc, path, array);
};

function eachOf(operator: string, operand: Value): Value[] {
  if (!isDoc(operand) || !Object.hasOwn(operand, '$each')) return [operand];
  const unknown = Object.keys(operand).find((name) => name !== '$each');
  if (unknown !== undefined)
    throw new CommandError('BadValue', `Found unexpected fields after $each in ${operator}: ${unknown}`);
  const each = field(operand, '$each');
  if (!Array.isArray(each))
    throw new CommandError('TypeMismatch', `The argument to $each in ${operator} must be an array`);
  return each;
}

export const $pop: Operator = (doc, path, operand) => {
  const side = toInteger(operand);
  if (side !== 1n && side !== -1n)
    throw new CommandError('FailedToParse', `$pop expects 1 or -1, found: ${operand}`);
  const array = arrayAt(doc, path, '$pop');
  if (array !== undefined) setAt(doc, path, side === 1n ? array.slice(0, -1) : array.slice(1));
};

export const $pullAll: Operator = (doc, path, operand) => {
  if (!Array.isArray(operand)) throw new CommandError('BadValue', '$pullAll requires an array argument');
  const array = arrayAt(doc, path, '$pullAll');
  if (array === undefined) return;
  setAt(
    doc,
    path,
    array.filter((present) => !operand.some((value) => equalValues(present, value))),
  );
};

/**
 * Removes elements that equal the operand or match it as a condition; it may name only some fields of a
 * document.
 */
export const $pull: Operator = (doc, path, operand) => {
  const array = arrayAt(doc, path, '$pull');
  if (array === undefined) return;
  const matches = pullTest(operand);
  setAt(
    doc,
    path,
    array.filter((present) => !matches(present)),
  );
};

function pullTest(operand: Value): (element: Value) => boolean {
  if (isOperators(operand) && !isLogical(operand)) {
    const passes = compileFilter({ element: operand });
    return (element) => passes({ element });
  }
  if (operand instanceof BSONRegExp) {
    const passes = compileFilter({ element: operand });
    return (element) => passes({ element });
  }
  if (!isDoc(operand)) return (element) => equalValues(element, operand);
  const passes = compileFilter(operand);
  return (element) => isDoc(element) && passes(element);
}

function isLogical(operand: Doc): boolean {
  return Object.keys(operand).some((name) => name === '$and' || name === '$or' || name === '$nor');
}
