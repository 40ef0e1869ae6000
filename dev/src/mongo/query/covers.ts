import { Double, ObjectId } from 'bson';
import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { isOperators } from './filter.ts';

/**
 * Returns true when the bounds on these paths express the whole filter, so that every entry within them
 * matches unread. Supports conjunctions of equalities, `$in` and comparisons with values other than null,
 * documents and arrays.
 */
export function covers(filter: Doc, paths: ReadonlySet<string>): boolean {
  return Object.entries(filter).every(([name, condition]) => {
    if (name === '$and')
      return Array.isArray(condition) && condition.every((each) => isDoc(each) && covers(each, paths));
    return paths.has(name) && isExact(condition);
  });
}

function isExact(condition: Value): boolean {
  if (!isOperators(condition)) return isScalar(condition);
  return Object.entries(condition).every(([operator, operand]) => {
    if (operator === '$in') return Array.isArray(operand) && operand.every(isScalar);
    return ['$eq', '$gt', '$gte', '$lt', '$lte'].includes(operator) && isScalar(operand);
  });
}

function isScalar(value: Value): boolean {
  if (value instanceof Double) return !Number.isNaN(value.value);
  return (
    ['string', 'number', 'bigint', 'boolean'].includes(typeof value) ||
    value instanceof Date ||
    value instanceof ObjectId
  );
}
