import { equalValues } from '../bson/compare.ts';
import type { Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { isMissing, ofArguments } from './operator.ts';

export const $setUnion = ofArguments((sets) =>
  sets.some(isMissing) ? null : unique(sets.flatMap(elementsOf)),
);

export const $setIntersection = ofArguments((sets) => {
  if (sets.some(isMissing)) return null;
  const [first = [], ...rest] = sets.map(elementsOf);
  return unique(first.filter((value) => rest.every((set) => contains(set, value))));
});

export const $setDifference = ofArguments(([a, b]) => {
  if (isMissing(a) || isMissing(b)) return null;
  const taken = elementsOf(b);
  return unique(elementsOf(a).filter((value) => !contains(taken, value)));
});

export const $setIsSubset = ofArguments(([a, b]) => {
  const whole = elementsOf(b);
  return elementsOf(a).every((value) => contains(whole, value));
});

export const $setEquals = ofArguments((sets) => {
  const [first = [], ...rest] = sets.map(elementsOf);
  return rest.every(
    (set) => set.every((value) => contains(first, value)) && first.every((value) => contains(set, value)),
  );
});

function elementsOf(value: Value): Value[] {
  if (Array.isArray(value)) return value;
  throw new CommandError('BadValue', 'All operands of a set expression must be arrays');
}

function contains(set: readonly Value[], value: Value): boolean {
  return set.some((each) => equalValues(each, value));
}

function unique(values: readonly Value[]): Value[] {
  return values.reduce<Value[]>((set, value) => {
    if (!contains(set, value)) set.push(value);
    return set;
  }, []);
}
