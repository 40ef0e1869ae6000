import { Double } from 'bson';
import { rank, rankOf } from '../bson/compare.ts';
import { isTruthy } from '../bson/numbers.ts';
import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { encodeValue, successor } from '../storage/keyEncoding.ts';
import { isOperators } from './filter.ts';

/** The encoded values from `from` up to, not including, `to`. A point holds exactly one value. */
export interface Interval {
  from: Buffer;
  to: Buffer;
  isPoint: boolean;
}

/** The values that each condition admits, by path: a value that matches lies in every list of its path. */
export type Bounds = Map<string, Interval[][]>;

/**
 * Derives bounds on index keys from a filter. They may admit more than the filter, never less: the scan tests
 * every document with the whole filter again. Conditions that imply no order add no bounds.
 */
export function boundsOf(filter: Doc, prefix = ''): Bounds {
  const bounds: Bounds = new Map();
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const branch of condition) if (isDoc(branch)) merge(bounds, boundsOf(branch, prefix));
    } else if (name === '$or' && Array.isArray(condition)) {
      merge(bounds, unionOf(condition.filter(isDoc).map((branch) => boundsOf(branch, prefix))));
    } else if (!name.startsWith('$')) {
      merge(bounds, fieldBounds(prefix + name, condition));
    }
  }
  return bounds;
}

function fieldBounds(path: string, condition: Value): Bounds {
  if (!isOperators(condition)) return single(path, equality(condition));
  const bounds: Bounds = new Map();
  for (const [operator, operand] of Object.entries(condition)) {
    if (operator === '$elemMatch' && isDoc(operand)) {
      merge(bounds, isOperators(operand) ? fieldBounds(path, operand) : boundsOf(operand, `${path}.`));
    } else {
      merge(bounds, single(path, intervalsOf(operator, operand)));
    }
  }
  return bounds;
}

function single(path: string, intervals: Interval[] | undefined): Bounds {
  return new Map(intervals === undefined ? [] : [[path, [intervals]]]);
}

function intervalsOf(operator: string, operand: Value): Interval[] | undefined {
  switch (operator) {
    case '$eq':
      return equality(operand);
    case '$in': {
      if (!Array.isArray(operand)) return undefined;
      const points = operand.map(equality);
      return points.some((each) => each === undefined)
        ? undefined
        : union(points.flatMap((each) => each ?? []));
    }
    case '$exists':
      // A missing value and null both have the key null.
      return isTruthy(operand) ? undefined : equality(null);
    case '$gt':
      return range(operand, (value) => ({ from: successor(value) }));
    case '$gte':
      return range(operand, (value) => ({ from: value }));
    case '$lt':
      return range(operand, (value) => ({ to: value }));
    case '$lte':
      return range(operand, (value) => ({ to: successor(value) }));
    default:
      return undefined;
  }
}

/**
 * Returns false for arrays, which are indexed by element, and regexes, which are tests: neither determines a
 * key.
 */
function isOrderable(value: Value): boolean {
  const type = rankOf(value ?? null);
  return type !== rank.array && type !== rank.regex && type !== rank.minKey && type !== rank.maxKey;
}

function tryEncode(value: Value): Buffer | undefined {
  try {
    return encodeValue(value ?? null);
  } catch {
    return undefined;
  }
}

function equality(value: Value): Interval[] | undefined {
  const from = isOrderable(value) ? tryEncode(value) : undefined;
  return from === undefined ? undefined : [{ from, to: successor(from), isPoint: true }];
}

/** Only values of the operand's type can match. */
function range(value: Value, side: (encoded: Buffer) => Partial<Interval>): Interval[] | undefined {
  const encoded = isOrderable(value) ? tryEncode(value) : undefined;
  if (encoded === undefined) return undefined;
  const type = encoded.subarray(0, 1);
  // NaN, the lowest number, is in no range.
  if (value instanceof Double && Number.isNaN(value.value)) return undefined;
  const from = rankOf(value) === rank.number ? successor(encodeValue(new Double(Number.NaN))) : type;
  return [{ from, to: successor(type), isPoint: false, ...side(encoded) }];
}

function merge(into: Bounds, from: Bounds): void {
  for (const [path, lists] of from) into.set(path, [...(into.get(path) ?? []), ...lists]);
}

/** Joins the bounds of `$or`: a path is bounded only where every branch bounds it. */
function unionOf(branches: Bounds[]): Bounds {
  const [first, ...rest] = branches;
  const bounds: Bounds = new Map();
  for (const [path, [list]] of first ?? []) {
    const others = rest.map((branch) => branch.get(path)?.[0]);
    if (list === undefined || others.some((each) => each === undefined)) continue;
    bounds.set(path, [union([...list, ...others.flatMap((each) => each ?? [])])]);
  }
  return bounds;
}

/** Returns the union of intervals, sorted and without overlaps. */
export function union(intervals: Interval[]): Interval[] {
  const sorted = intervals.toSorted((a, b) => Buffer.compare(a.from, b.from) || Buffer.compare(b.to, a.to));
  const result: Interval[] = [];
  for (const next of sorted) {
    const last = result.at(-1);
    const reaches = last === undefined ? -1 : Buffer.compare(last.to, next.from);
    if (last === undefined || reaches < 0 || (reaches === 0 && last.isPoint && next.isPoint)) {
      result.push({ ...next });
    } else if (Buffer.compare(last.to, next.to) < 0) {
      last.to = next.to;
      last.isPoint = false;
    }
  }
  return result;
}

export function intersect(a: Interval[], b: Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const x of a) {
    for (const y of b) {
      const from = Buffer.compare(x.from, y.from) > 0 ? x.from : y.from;
      const to = Buffer.compare(x.to, y.to) < 0 ? x.to : y.to;
      if (Buffer.compare(from, to) < 0) result.push({ from, to, isPoint: x.isPoint || y.isPoint });
    }
  }
  return result;
}
