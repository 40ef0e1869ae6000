import type { Doc } from '../bson/values.ts';
import type { Collection } from '../storage/collection.ts';
import type { CollectionIndex } from '../storage/collectionIndex.ts';
import { inverted as invert, successor as next } from '../storage/keyEncoding.ts';
import { type Bounds, boundsOf, type Interval, intersect } from './bounds.ts';
import { covers } from './covers.ts';
import { implies } from './implies.ts';
import { leadingOf } from './leading.ts';
import type { SortField } from './sort.ts';

/** The way to find matching documents; a scan still tests each with the whole filter. */
export type Plan =
  | { kind: 'COLLSCAN' }
  | {
      kind: 'IXSCAN';
      index: string;
      /** The table of (key, document); `undefined` for `_id_`, which is the documents' own table. */
      table: string | undefined;
      key: Doc;
      ranges: Range[];
      direction: 1 | -1;
      /**
       * How the scan yields the wanted order: by the whole key, by what follows each range's prefix, or not
       * at all.
       */
      order: 'none' | 'key' | 'suffix';
      isMultikey: boolean;
      /** Lists of first keys: besides the scanned key, a document must have one of each list. */
      checks: Buffer[][];
      /** True when the ranges are values of `_id`, each of which is looked up. */
      isLookup: boolean;
      /** True when every document within the ranges matches the filter. */
      isExact: boolean;
      /** True when the ranges hold at most one entry of each document even in a multikey index. */
      isPinned: boolean;
    };

type IndexPlan = Extract<Plan, { kind: 'IXSCAN' }>;

export interface Range {
  from: Buffer;
  to: Buffer;
  /** The number of leading bytes that all keys of the range share, which are its equalities. */
  prefix: number;
  /** The number of those bytes that belong to the index's first component. */
  first: number;
}

interface Candidate {
  name: string;
  /** Undefined for `_id_`. */
  stored?: CollectionIndex;
  table: string | undefined;
  key: Doc;
  components: { name: string; direction: 1 | -1; isMultikey: boolean }[];
}

const maxRanges = 200;

/**
 * Chooses the best index: the most equalities, then a range, then the sort's order; equality on `_id` beats
 * everything. There are no statistics: of several conditions on an array, counting some entries finds the
 * rarest (`leadingOf`).
 */
export function planQuery(collection: Collection, filter: Doc, sort: readonly SortField[]): Plan {
  const lookup = planLookup(filter, sort);
  if (lookup !== undefined) return lookup;
  const bounds = boundsOf(filter);
  let best: Plan = { kind: 'COLLSCAN' };
  let bestScore = 0;
  for (const candidate of candidatesOf(collection, filter, bounds)) {
    const { plan, score } = planIndex(candidate, filter, bounds, sort);
    if (plan.isLookup) return plan;
    if (score > bestScore) [best, bestScore] = [plan, score];
  }
  return best;
}

const idCandidate: Candidate = {
  name: '_id_',
  table: undefined,
  key: { _id: 1 },
  components: [{ name: '_id', direction: 1, isMultikey: false }],
};

/** Returns the plan of a filter on `_id` itself, the most frequent one, without a look at the other conditions. */
function planLookup(filter: Doc, sort: readonly SortField[]): Plan | undefined {
  if (!Object.hasOwn(filter, '_id')) return undefined;
  const { plan } = planIndex(idCandidate, filter, boundsOf({ _id: filter['_id'] }), sort);
  return plan.isLookup ? plan : undefined;
}

function* candidatesOf(collection: Collection, filter: Doc, bounds: Bounds): Generator<Candidate> {
  yield idCandidate;
  for (const stored of collection.indexes) {
    const { definition, table, multikey } = stored;
    if (definition.partial !== undefined && !implies(filter, definition.partial.expression)) continue;
    const names = Object.keys(definition.key);
    if (definition.sparse && !names.some((name) => excludesMissing(bounds.get(name)))) continue;
    yield {
      name: definition.name,
      stored,
      table,
      key: definition.key,
      components: names.map((name, i) => ({
        name,
        direction: definition.directions[i] ?? 1,
        isMultikey: multikey[i] === true,
      })),
    };
  }
}

const nullKey = Buffer.of(0x20);

/** A sparse index omits documents with none of its fields, which a condition on null would match. */
function excludesMissing(lists: Interval[][] | undefined): boolean {
  return (lists ?? []).some((list) =>
    list.every(({ from, to }) => Buffer.compare(from, nullKey) > 0 || Buffer.compare(to, nullKey) <= 0),
  );
}

function planIndex(
  candidate: Candidate,
  filter: Doc,
  bounds: Bounds,
  sort: readonly SortField[],
): { plan: IndexPlan; score: number } {
  const { components } = candidate;
  let prefixes: Omit<Range, 'to'>[] = [{ from: Buffer.alloc(0), prefix: 0, first: 0 }];
  let ranges: Range[] | undefined;
  let points = 0;
  const fixed = new Set<string>();
  const covered = new Set<string>();
  let checks: Buffer[][] = [];
  let usedMultikey = false;
  let isPinned = false;
  for (const [i, { name, direction, isMultikey }] of components.entries()) {
    const lists = isMultikey && usedMultikey ? undefined : bounds.get(name);
    if (lists === undefined) break;
    const inOrder = (isMultikey ? lists : [lists.reduce(intersect)]).map((list) => directed(list, direction));
    const leading = leadingOf(inOrder, i === 0 ? candidate.stored : undefined);
    const intervals = leading.lead;
    // Only when all other components are single-valued are all entries of a document equal after the first
    // key.
    const isFirst = i === 0 && components.filter((each) => each.isMultikey).length === 1;
    if (isFirst && intervals.every((each) => each.isPoint)) {
      checks = leading.checks.map((list) => list.map(({ from }) => from));
    }
    if (checks.length === inOrder.length - 1 || !isMultikey) covered.add(name);
    usedMultikey ||= isMultikey;
    if (!intervals.every((each) => each.isPoint) || prefixes.length * intervals.length > maxRanges) {
      ranges = prefixes.flatMap((prefix) => intervals.map((each) => toRange(prefix, each)));
      break;
    }
    // A point's bytes are its encoding; the next component follows.
    prefixes = prefixes.flatMap((prefix) =>
      intervals.map(({ from }) => {
        const bytes = Buffer.concat([prefix.from, from]);
        return { from: bytes, prefix: bytes.length, first: i === 0 ? from.length : prefix.first };
      }),
    );
    if (isMultikey) isPinned = true;
    points++;
    if (intervals.length <= 1) fixed.add(name);
  }
  const { order, direction } = orderOf(components, points, fixed, sort);
  const plan: IndexPlan = {
    kind: 'IXSCAN',
    index: candidate.name,
    table: candidate.table,
    key: candidate.key,
    ranges: ranges ?? prefixes.map((prefix) => toRange(prefix, undefined)),
    checks,
    isExact: covers(filter, covered),
    isLookup: candidate.table === undefined && points === 1,
    isPinned: isPinned && prefixes.length === 1,
    direction,
    order,
    isMultikey: components.some((component) => component.isMultikey),
  };
  const isOrdered = order !== 'none' && sort.length > 0;
  return { plan, score: points * 10 + (ranges ? 7 : 0) + (isOrdered ? 6 : 0) };
}

/**
 * Returns the intervals in key order: descending components are stored inverted, which reverses each
 * interval.
 */
function directed(intervals: Interval[], direction: 1 | -1): Interval[] {
  if (direction === 1) return intervals;
  return intervals.toReversed().map(({ from, to, isPoint }) => {
    if (isPoint) return { from: invert(from), to: next(invert(from)), isPoint };
    return { from: next(invert(to)), to: next(invert(from)), isPoint };
  });
}

function toRange(prefix: Omit<Range, 'to'>, interval: Interval | undefined): Range {
  if (interval === undefined) return { ...prefix, to: next(prefix.from) };
  const from = Buffer.concat([prefix.from, interval.from]);
  return { ...prefix, from, to: Buffer.concat([prefix.from, interval.to]) };
}

function orderOf(
  components: Candidate['components'],
  points: number,
  fixed: ReadonlySet<string>,
  sort: readonly SortField[],
): { order: 'none' | 'key' | 'suffix'; direction: 1 | -1 } {
  const open = sort.filter(({ name }) => {
    const component = components.find((each) => each.name === name);
    return !(fixed.has(name) && component?.isMultikey === false);
  });
  for (const start of [0, points]) {
    const rest = components.slice(start).filter(({ name }) => !fixed.has(name));
    const [first] = open;
    const direction = first !== undefined && first.direction !== rest[0]?.direction ? -1 : 1;
    const follows = open.every((field, i) => {
      const component = rest[i];
      return (
        component?.name === field.name &&
        !component.isMultikey &&
        component.direction * direction === field.direction
      );
    });
    if (follows) return { order: start === 0 ? 'key' : 'suffix', direction };
  }
  return { order: 'none', direction: 1 };
}
