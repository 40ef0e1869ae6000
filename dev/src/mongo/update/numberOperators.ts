import { Double } from 'bson';
import { arithmetic, isNumeric, toInteger } from '../bson/numbers.ts';
import type { Path } from '../bson/paths.ts';
import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { show } from '../storage/show.ts';
import type { Operator } from './operator.ts';
import { getAt, setAt } from './place.ts';

export const $inc: Operator = (doc, path, operand) => {
  apply('$inc', 'add', doc, path, operand, operand);
};

/** A missing field becomes zero of the operand's type. */
export const $mul: Operator = (doc, path, operand) => {
  const zero = operand instanceof Double ? new Double(0) : typeof operand === 'bigint' ? 0n : 0;
  apply('$mul', 'multiply', doc, path, operand, zero);
};

function apply(
  operator: '$inc' | '$mul',
  operation: 'add' | 'multiply',
  doc: Doc,
  path: Path,
  operand: Value,
  missing: Value,
): void {
  const name = path.join('.');
  if (!isNumeric(operand)) {
    const verb = operator === '$inc' ? 'increment' : 'multiply';
    throw new CommandError(
      'TypeMismatch',
      `Cannot ${verb} with non-numeric argument: {${name}: ${show(operand)}}`,
    );
  }
  const current = getAt(doc, path);
  if (current === undefined) {
    setAt(doc, path, missing);
    return;
  }
  if (!isNumeric(current)) {
    throw new CommandError(
      'TypeMismatch',
      `Cannot apply ${operator} to a value of non-numeric type. {_id: ${show(doc['_id'])}} has the field '${name}' of non-numeric type`,
    );
  }
  const result = arithmetic(operation, current, operand);
  if (result === undefined) {
    throw new CommandError(
      'BadValue',
      `Failed to apply ${operator} operations to current value (${show(current)}) for document {_id: ${show(doc['_id'])}}`,
    );
  }
  setAt(doc, path, result);
}

export const $bit: Operator = (doc, path, operand) => {
  if (!isDoc(operand))
    throw new CommandError('BadValue', 'The $bit modifier needs a document of and, or, xor');
  const current = getAt(doc, path) ?? 0;
  if (typeof current !== 'number' && typeof current !== 'bigint') {
    throw new CommandError('BadValue', 'Cannot apply $bit to a value of non-integral type');
  }
  let bits = BigInt(current);
  let isLong = typeof current === 'bigint';
  for (const [operation, value] of Object.entries(operand)) {
    const mask = value instanceof Double ? undefined : toInteger(value);
    if (mask === undefined) throw new CommandError('BadValue', 'The $bit modifier field must be an Integer');
    isLong ||= typeof value === 'bigint';
    if (operation === 'and') bits &= mask;
    else if (operation === 'or') bits |= mask;
    else if (operation === 'xor') bits ^= mask;
    else
      throw new CommandError(
        'BadValue',
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${operation}'`,
      );
  }
  setAt(doc, path, isLong ? bits : Number(bits));
};
