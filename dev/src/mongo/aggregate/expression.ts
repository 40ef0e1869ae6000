import { Context, evalExpr, ProcessingMode } from 'mingo/core';
import { isTruthy } from '../bson/numbers.ts';
import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import * as arithmetic from './arithmeticOperators.ts';
import * as comparison from './comparisonOperators.ts';
import * as conversion from './conversionOperators.ts';
import { fromMingo } from './mingoOperators.ts';
import * as sets from './setOperators.ts';

/** Returns the value of an expression for a document; a missing field evaluates to `undefined`. */
export type Expression = (doc: Doc) => Value;

const operators = { ...fromMingo, ...arithmetic, ...comparison, ...conversion, ...sets };

const options = {
  context: Context.init({ expression: operators }),
  idKey: '_id',
  processingMode: ProcessingMode.CLONE_OFF,
  scriptEnabled: false,
  useStrictMode: true,
  failOnError: true,
};

/**
 * Compiles an expression, which mingo evaluates. Fails with InvalidPipelineOperator naming an unknown
 * operator.
 */
export function compileExpression(expression: Value): Expression {
  validate(expression);
  return (doc) => {
    try {
      return evalExpr(doc, expression, options) as Value;
    } catch (cause) {
      if (cause instanceof CommandError) throw cause;
      throw new CommandError('BadValue', cause instanceof Error ? cause.message : String(cause));
    }
  };
}

function validate(expression: Value): void {
  if (Array.isArray(expression)) {
    expression.forEach(validate);
    return;
  }
  if (!isDoc(expression)) return;
  const names = Object.keys(expression);
  const operator = names.find((name) => name.startsWith('$'));
  if (operator === '$literal') return;
  if (operator !== undefined && !Object.hasOwn(operators, operator)) {
    throw new CommandError('InvalidPipelineOperator', `Unrecognized expression '${operator}'`);
  }
  if (operator !== undefined && names.length > 1) {
    throw new CommandError(
      'BadValue',
      `an expression has one operator, but this one has ${names.join(', ')}`,
    );
  }
  for (const name of names) validate(expression[name]);
}

export function isTrue(value: Value): boolean {
  return isTruthy(value);
}
