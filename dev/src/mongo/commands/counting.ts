import { toInteger } from '../bson/numbers.ts';
import { isDoc, type Value } from '../bson/values.ts';

export interface Counting {
  /** The `_id` of the one group. */
  readonly id: Value;
  readonly name: string;
  readonly skip: number;
  /** 0 is no limit. */
  readonly limit: number;
}

/**
 * Recognizes stages that only count their input, as a driver's `countDocuments` sends them; undefined for any
 * others.
 */
export function countingOf(stages: readonly Value[]): Counting | undefined {
  const rest = [...stages];
  const take = (stage: string): Value => {
    const [first] = rest;
    if (!isDoc(first) || !Object.hasOwn(first, stage) || Object.keys(first).length > 1) return undefined;
    rest.shift();
    return first[stage];
  };
  const skip = toInteger(take('$skip') ?? 0);
  const limit = toInteger(take('$limit') ?? 0);
  const group = take('$group');
  if (rest.length > 0 || !isDoc(group) || skip === undefined || limit === undefined) return undefined;
  const [id, sum, ...more] = Object.entries(group);
  if (id?.[0] !== '_id' || (typeof id[1] !== 'number' && id[1] !== null) || !sum || more.length > 0)
    return undefined;
  const [name, accumulator] = sum;
  const isSum = isDoc(accumulator) && Object.keys(accumulator).join() === '$sum' && accumulator['$sum'] === 1;
  if (!isSum || name.includes('.') || name.startsWith('$')) return undefined;
  return { id: id[1], name, skip: Number(skip), limit: Number(limit) };
}
