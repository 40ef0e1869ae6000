import { BSONRegExp, Double } from 'bson';
import { compareValues, equalValues, rank, rankOf } from '../bson/compare.ts';
import { isNumeric, isTruthy, toDouble, toInteger } from '../bson/numbers.ts';
import { type Hit, type Path, someAt, someElementAt } from '../bson/paths.ts';
import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { compileElemMatch } from './elemMatch.ts';
import type { Recursion, Test } from './recursion.ts';
import { toRegExp } from './regex.ts';
import { compileType } from './type.ts';

type Leaf = (leaf: Value) => boolean;

/**
 * Compiles one field operator on a path. `siblings` is the document of operators that contains it ($regex
 * needs its $options). Fails with BadValue naming an unknown operator.
 */
export function compileOperator(
  path: Path,
  operator: string,
  operand: Value,
  siblings: Doc,
  recursion: Recursion,
): Test {
  // An empty path is a single element within $elemMatch: if it is an array, its elements are not tested.
  const some = (leaf: Leaf): Test =>
    path.length === 0 ? (value) => leaf(value) : (doc, hit) => someElementAt(doc, path, leaf, hit);
  const whole =
    (leaf: (value: Value, hit: Hit) => boolean): Test =>
    (doc, hit) =>
      someAt(doc, path, (value) => leaf(value, hit), hit);
  const none =
    (test: Test): Test =>
    (doc) =>
      !test(doc, { position: undefined });

  switch (operator) {
    case '$eq':
      return some(isEqual(operand));
    case '$ne':
      return none(some(isEqual(operand)));
    case '$gt':
      return some(isOrdered(operand, (order) => order > 0));
    case '$gte':
      return some(isOrdered(operand, (order) => order >= 0));
    case '$lt':
      return some(isOrdered(operand, (order) => order < 0));
    case '$lte':
      return some(isOrdered(operand, (order) => order <= 0));
    case '$in':
      return some(isIn(operator, operand));
    case '$nin':
      return none(some(isIn(operator, operand)));
    case '$exists':
      return isTruthy(operand) ? whole(exists) : none(whole(exists));
    case '$type':
      return compileType(operand, some, whole);
    case '$regex': {
      const regex = toRegExp(operand, siblings['$options']);
      return some((leaf) => typeof leaf === 'string' && regex.test(leaf));
    }
    case '$options':
      if (siblings['$regex'] === undefined) throw new CommandError('BadValue', '$options needs a $regex');
      return () => true;
    case '$mod':
      return some(isModulo(operand));
    case '$size':
      return whole(isOfSize(operand));
    case '$all':
      return compileAll(path, operand, recursion);
    case '$elemMatch': {
      const element = compileElemMatch(operand, recursion);
      return whole((leaf, hit) => element(leaf, hit));
    }
    default:
      throw new CommandError('BadValue', `unknown operator: ${operator}`);
  }
}

const exists: Leaf = (leaf) => leaf !== undefined;

function isEqual(operand: Value): Leaf {
  if (operand === null || operand === undefined) return (leaf) => leaf === null || leaf === undefined;
  return (leaf) => leaf !== undefined && equalValues(leaf, operand);
}

/** Compares only values of the operand's type ("type bracketing"); MinKey and MaxKey bound all types. */
function isOrdered(operand: Value, accepts: (order: number) => boolean): Leaf {
  const type = rankOf(operand ?? null);
  if (type === rank.minKey || type === rank.maxKey) {
    return (leaf) => leaf !== undefined && accepts(compareValues(leaf, operand));
  }
  if (type === rank.null) return (leaf) => accepts(0) && (leaf === null || leaf === undefined);
  if (operand instanceof Double && Number.isNaN(operand.value)) {
    return (leaf) => accepts(0) && leaf !== undefined && equalValues(leaf, operand);
  }
  return (leaf) => {
    if (rankOf(leaf) !== type || (leaf instanceof Double && Number.isNaN(leaf.value))) return false;
    return accepts(compareValues(leaf, operand));
  };
}

function isIn(operator: string, operand: Value): Leaf {
  if (!Array.isArray(operand)) throw new CommandError('BadValue', `${operator} needs an array`);
  const tests = operand.map((each) => {
    if (each instanceof BSONRegExp) {
      const regex = toRegExp(each);
      return (leaf: Value) => typeof leaf === 'string' && regex.test(leaf);
    }
    if (isDoc(each) && Object.keys(each)[0]?.startsWith('$') === true && !('$ref' in each)) {
      throw new CommandError('BadValue', `cannot nest $ under ${operator}`);
    }
    return isEqual(each);
  });
  return (leaf) => tests.some((test) => test(leaf));
}

function isModulo(operand: Value): Leaf {
  const [divisor, remainder, ...more] = Array.isArray(operand) ? operand.map(truncated) : [];
  if (divisor === undefined || remainder === undefined || more.length > 0) {
    throw new CommandError('BadValue', 'malformed mod, needs to be an array of two numbers');
  }
  if (divisor === 0n) throw new CommandError('BadValue', 'divisor cannot be 0');
  return (leaf) => {
    const number = truncated(leaf);
    return number !== undefined && number % divisor === remainder;
  };
}

function truncated(value: Value): bigint | undefined {
  if (!isNumeric(value)) return undefined;
  return typeof value === 'bigint' ? value : toInteger(new Double(Math.trunc(toDouble(value))));
}

function isOfSize(operand: Value): Leaf {
  const size = toInteger(operand);
  if (size === undefined || size < 0n) {
    throw new CommandError('BadValue', `Failed to parse $size. Expected a non-negative integer`);
  }
  return (leaf) => Array.isArray(leaf) && BigInt(leaf.length) === size;
}

function compileAll(path: Path, operand: Value, recursion: Recursion): Test {
  if (!Array.isArray(operand)) throw new CommandError('BadValue', '$all needs an array');
  if (operand.length === 0) return () => false;
  const tests = operand.map((each) => {
    const isElemMatch = isDoc(each) && Object.hasOwn(each, '$elemMatch');
    if (isElemMatch) return recursion.compileField(path, each);
    if (recursion.isOperators(each)) throw new CommandError('BadValue', 'no $ expressions in $all');
    return recursion.compileField(path, each);
  });
  return (doc, hit) => tests.every((test) => test(doc, hit));
}
