import { type Doc, field, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { encodeValue } from '../storage/keyEncoding.ts';
import { accumulatorOf } from './accumulate.ts';
import { compileExpression, type Expression } from './expression.ts';
import type { Stage } from './stage.ts';

interface Field {
  name: string;
  expression: Expression;
  accumulate: (values: Value[]) => Value;
}

/** Groups by the key's encoding, in which 1, 1.0 and NumberLong(1) are equal and a missing key is null. */
export function compileGroup(spec: Value): Stage {
  if (!isDoc(spec)) throw new CommandError('BadValue', "a group's fields must be specified in an object");
  if (!Object.hasOwn(spec, '_id'))
    throw new CommandError('BadValue', 'a group specification must include an _id');
  const keyOf = compileExpression(field(spec, '_id'));
  const fields = Object.entries(spec)
    .filter(([name]) => name !== '_id')
    .map(([name, accumulator]) => compileField(name, accumulator));
  return function* (input) {
    const groups = new Map<string, { key: Value; values: Value[][] }>();
    for (const doc of input) {
      const key = keyOf(doc) ?? null;
      const bytes = encodeValue(key).toString('latin1');
      const group = groups.get(bytes) ?? { key, values: fields.map(() => []) };
      groups.set(bytes, group);
      for (const [i, { expression }] of fields.entries()) group.values[i]?.push(expression(doc));
    }
    for (const { key, values } of groups.values()) {
      const result: Doc = { _id: key };
      fields.forEach(({ name, accumulate }, i) => {
        result[name] = accumulate(values[i] ?? []);
      });
      yield result;
    }
  };
}

function compileField(name: string, accumulator: Value): Field {
  const [[operator, operand] = ['', null], ...more] = isDoc(accumulator) ? Object.entries(accumulator) : [];
  if (operator === '' || more.length > 0 || name.includes('.')) {
    throw new CommandError('BadValue', `The field '${name}' must be an accumulator object`);
  }
  return {
    name,
    expression: compileExpression(operator === '$count' ? null : operand),
    accumulate: accumulatorOf(operator),
  };
}
