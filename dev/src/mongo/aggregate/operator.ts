import { evalExpr } from 'mingo/core';
import type { Options } from 'mingo/types';
import type { Value } from '../bson/values.ts';

/** An expression operator in mingo's form, over values that keep their BSON types. */
export type ExpressionOperator = (doc: unknown, operand: unknown, options: Options) => Value;

/**
 * Builds an operator from a function of its evaluated arguments; a single argument need not be in an array.
 */
export function ofArguments(compute: (args: Value[]) => Value): ExpressionOperator {
  return (doc, operand, options) =>
    compute(evalExpr(doc, Array.isArray(operand) ? operand : [operand], options) as Value[]);
}

/** Does the same for operators that, given a single array, take its elements (`$sum`, `$max`). */
export function ofElements(compute: (values: Value[]) => Value): ExpressionOperator {
  return ofArguments((args) => {
    const [only] = args;
    return compute(args.length === 1 && Array.isArray(only) ? only : args);
  });
}

export function isMissing(value: Value): value is null | undefined {
  return value === null || value === undefined;
}
