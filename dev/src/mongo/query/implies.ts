import { equalValues } from '../bson/compare.ts';
import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { compileFilter, isOperators } from './filter.ts';

/**
 * Returns true when every document that matches `filter` provably matches `partial` too, so that a partial
 * index may be used. It recognizes equal conditions, equalities and `$in` whose every value passes, and
 * `$exists: true`, which any comparison with a value implies.
 */
export function implies(filter: Doc, partial: Doc): boolean {
  const known = conditionsOf(filter);
  return conditionsOf(partial).every(([name, wanted]) => {
    if (name.startsWith('$'))
      return known.some(([other, value]) => other === name && equalValues(value, wanted));
    return known.some(([other, condition]) => other === name && conditionImplies(condition, wanted));
  });
}

function conditionsOf(filter: Doc): [string, Value][] {
  return Object.entries(filter).flatMap(([name, condition]) =>
    name === '$and' && Array.isArray(condition)
      ? condition.filter(isDoc).flatMap(conditionsOf)
      : [[name, condition] satisfies [string, Value]],
  );
}

function conditionImplies(condition: Value, wanted: Value): boolean {
  if (equalValues(condition, wanted)) return true;
  const passes = compileFilter({ x: wanted });
  const values = valuesOf(condition);
  if (values !== undefined) return values.every((value) => !Array.isArray(value) && passes({ x: value }));
  if (!isOperators(condition) || !isOperators(wanted)) return false;
  return Object.entries(wanted).every(([operator, operand]) => {
    if (operator === '$exists') return operand === true && comparesWithValue(condition);
    return Object.hasOwn(condition, operator) && equalValues(condition[operator], operand);
  });
}

/** Returns the only values that the field can have; `undefined` when the condition is not an equality. */
function valuesOf(condition: Value): Value[] | undefined {
  if (!isOperators(condition)) return [condition];
  if (Object.hasOwn(condition, '$eq')) return [condition['$eq']];
  const list = condition['$in'];
  return Array.isArray(list) ? list : undefined;
}

function comparesWithValue(condition: Doc): boolean {
  return ['$gt', '$gte', '$lt', '$lte'].some(
    (operator) => Object.hasOwn(condition, operator) && condition[operator] !== null,
  );
}
