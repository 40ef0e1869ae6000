import { BSONRegExp } from 'bson';
import { compileExpression, isTrue } from '../aggregate/expression.ts';
import { type Hit, type Path, parsePath } from '../bson/paths.ts';
import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { CommandError, notSupported } from '../errors.ts';
import { compileOperator } from './operators.ts';
import type { Recursion, Test } from './recursion.ts';

/**
 * Returns true when a document matches; `hit` then names the array element that did, for the positional
 * update operator.
 *
 * It does not use mingo, whose comparison does not know int64, ObjectId and Binary, orders documents by
 * sorted field names and arrays by sorted elements, and ignores some unknown operators inside others.
 */
export type Filter = (doc: Doc, hit?: Hit) => boolean;

/** Compiles a filter. Fails with BadValue naming an unknown operator. */
export function compileFilter(filter: Doc): Filter {
  const test = compileConjunction(filter);
  return (doc, hit = { position: undefined }) => test(doc, hit);
}

function compileConjunction(filter: Doc): Test {
  const tests = Object.entries(filter).map(([name, condition]) =>
    name.startsWith('$') ? compileLogical(name, condition) : compileField(parsePath(name), condition),
  );
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return (doc, hit) => tests.every((test) => test(doc, hit));
}

function compileLogical(name: string, condition: Value): Test {
  switch (name) {
    case '$and': {
      const tests = branches(name, condition);
      return (doc, hit) => tests.every((test) => test(doc, hit));
    }
    case '$or': {
      const tests = branches(name, condition);
      return (doc, hit) => tests.some((test) => test(doc, hit));
    }
    case '$nor': {
      const tests = branches(name, condition);
      return (doc) => !tests.some((test) => test(doc, { position: undefined }));
    }
    case '$expr': {
      const expression = compileExpression(condition);
      return (doc) => isTrue(expression(doc as Doc));
    }
    case '$comment':
      return () => true;
    case '$where':
    case '$text':
    case '$jsonSchema':
      throw new CommandError('BadValue', notSupported(`the query operator ${name}`).message);
    default:
      throw new CommandError('BadValue', `unknown top level operator: ${name}`);
  }
}

function branches(name: string, condition: Value): Test[] {
  if (!Array.isArray(condition) || condition.length === 0) {
    throw new CommandError('BadValue', `${name} must be a nonempty array`);
  }
  return condition.map((branch) => {
    if (!isDoc(branch)) throw new CommandError('BadValue', `${name} entries need to be full objects`);
    return compileConjunction(branch);
  });
}

/**
 * `{ $gt: 1 }` consists of operators, `{ a: 1 }` is a value to compare for equality; a mixture is rejected.
 */
export function isOperators(condition: Value): condition is Doc {
  return isDoc(condition) && Object.keys(condition)[0]?.startsWith('$') === true && !('$ref' in condition);
}

function compileField(path: Path, condition: Value): Test {
  if (condition instanceof BSONRegExp) return compileOperator(path, '$regex', condition, {}, recursion);
  if (!isOperators(condition)) return compileOperator(path, '$eq', condition, {}, recursion);
  const tests = Object.entries(condition).map(([operator, operand]) => {
    if (operator === '$not') return compileNot(path, operand);
    return compileOperator(path, operator, operand, condition, recursion);
  });
  return (doc, hit) => tests.every((test) => test(doc, hit));
}

function compileNot(path: Path, operand: Value): Test {
  if (!(operand instanceof BSONRegExp) && !isOperators(operand)) {
    throw new CommandError('BadValue', '$not needs a regex or a document of operators');
  }
  const test = compileField(path, operand);
  return (doc) => !test(doc, { position: undefined });
}

const recursion: Recursion = { compileConjunction, compileField, isOperators };
