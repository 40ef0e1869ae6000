import { evalExpr } from 'mingo/core';
import { compareValues, equalValues } from '../bson/compare.ts';
import { isTruthy } from '../bson/numbers.ts';
import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { type ExpressionOperator, isMissing, ofArguments } from './operator.ts';

export const $cmp = ofArguments(([a, b]) => compareValues(a, b));
export const $eq = ofArguments(([a, b]) => compareValues(a, b) === 0);
export const $ne = ofArguments(([a, b]) => compareValues(a, b) !== 0);
export const $gt = ofArguments(([a, b]) => compareValues(a, b) > 0);
export const $gte = ofArguments(([a, b]) => compareValues(a, b) >= 0);
export const $lt = ofArguments(([a, b]) => compareValues(a, b) < 0);
export const $lte = ofArguments(([a, b]) => compareValues(a, b) <= 0);

export const $not = ofArguments(([value]) => !isTruthy(value));

export const $and: ExpressionOperator = (doc, operand, options) =>
  asArray(operand).every((each) => isTruthy(evalExpr(doc, each, options) as Value));

export const $or: ExpressionOperator = (doc, operand, options) =>
  asArray(operand).some((each) => isTruthy(evalExpr(doc, each, options) as Value));

/** Accepts both forms; only the branch taken is evaluated. */
export const $cond: ExpressionOperator = (doc, operand, options) => {
  const branches = operand as Value;
  const [test, yes, no] = isDoc(branches) ? conditionOf(branches) : asArray(operand);
  const isMet = isTruthy(evalExpr(doc, test, options) as Value);
  return evalExpr(doc, isMet ? yes : no, options) as Value;
};

function conditionOf({ if: test, then: yes, else: no }: Doc): Value[] {
  return [test, yes, no];
}

export const $in = ofArguments(([value, array]) => {
  if (!Array.isArray(array)) throw new CommandError('BadValue', '$in requires an array as a second argument');
  return array.some((each) => equalValues(each, value));
});

export const $indexOfArray = ofArguments(([array, value]) => {
  if (isMissing(array)) return null;
  if (!Array.isArray(array)) throw new CommandError('BadValue', '$indexOfArray requires an array');
  return array.findIndex((each) => equalValues(each, value));
});

function asArray(operand: unknown): unknown[] {
  return Array.isArray(operand) ? operand : [operand];
}
