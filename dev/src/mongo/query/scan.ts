import { CommandError } from '../errors.ts';
import type { Collection } from '../storage/collection.ts';
import type { Stored } from '../storage/documentCache.ts';
import type { Sqlite } from '../storage/sqlite.ts';
import { checkParameters, checksSql } from './entries.ts';
import type { Plan, Range } from './plan.ts';

type IndexPlan = Extract<Plan, { kind: 'IXSCAN' }>;

interface Entry {
  stored: Stored;
  key: Uint8Array;
  prefix: number;
}

const firstPage = 32;
const laterPages = 512;

/**
 * Yields the documents that a plan locates, in its order. They are read page by page, each from the last key
 * of the page before, so that a cursor holds no open statement and continues correctly after interleaved
 * writes.
 */
export function* scan(db: Sqlite, collection: Collection, plan: Plan): Generator<Stored> {
  if (plan.kind === 'COLLSCAN') {
    yield* scanCollection(db, collection);
    return;
  }
  if (plan.isLookup) {
    yield* lookUp(collection, plan);
    return;
  }
  const seen = plan.isMultikey ? new Set<number>() : undefined;
  for (const stored of scanIndex(db, collection, plan)) {
    if (seen?.has(stored.id)) continue;
    seen?.add(stored.id);
    yield stored;
  }
}

/** Looks up each `_id`. */
function* lookUp(collection: Collection, { ranges, direction }: IndexPlan): Generator<Stored> {
  for (const { from } of direction === 1 ? ranges : ranges.toReversed()) {
    const stored = orKilled(() => collection.withKey(from));
    if (stored !== undefined) yield stored;
  }
}

function* scanCollection(db: Sqlite, collection: Collection): Generator<Stored> {
  const { id } = collection;
  const sql = `select id, doc from d${id} where id > ? order by id limit ?`;
  let last = -1;
  for (let size = firstPage; ; size = laterPages) {
    const rows = page(db, sql, last, size);
    for (const row of rows) {
      last = Number(row['id']);
      yield collection.read(last, row['doc'] as Uint8Array);
    }
    if (rows.length < size) return;
  }
}

function* scanIndex(db: Sqlite, collection: Collection, plan: IndexPlan): Generator<Stored> {
  const ranges = plan.direction === 1 ? plan.ranges : plan.ranges.toReversed();
  const sql = pageSql(collection, plan);
  if (plan.order === 'suffix' && ranges.length > 1) {
    yield* merged(
      ranges.map((range) => scanRange(db, sql, collection, range, plan)),
      plan.direction,
    );
    return;
  }
  for (const range of ranges)
    for (const { stored } of scanRange(db, sql, collection, range, plan)) yield stored;
}

function pageSql({ id }: Collection, plan: IndexPlan): string {
  const { table, direction } = plan;
  const columns = 'd.key as key, d.id as id, d.doc as doc';
  const source = `d${id} as d`;
  const [from, key, doc] =
    table === undefined
      ? [`select ${columns} from ${source}`, 'd.key', 'd.id']
      : [
          `select ${columns.replace('d.key', 'i.key')} from ${table} as i cross join ${source} on d.id = i.doc`,
          'i.key',
          'i.doc',
        ];
  const checks = checksSql(plan);
  return direction === 1
    ? `${from} where (${key}, ${doc}) > (?, ?) and ${key} < ?${checks} order by ${key}, ${doc} limit ?`
    : `${from} where (${key}, ${doc}) < (?, ?) and ${key} >= ?${checks} order by ${key} desc, ${doc} desc limit ?`;
}

function* scanRange(
  db: Sqlite,
  sql: string,
  collection: Collection,
  range: Range,
  plan: IndexPlan,
): Generator<Entry> {
  const { direction } = plan;
  const checked = checkParameters(plan, range);
  let lastKey: Uint8Array = direction === 1 ? range.from : range.to;
  let lastId = -1;
  const end = direction === 1 ? range.to : range.from;
  for (let size = firstPage; ; size = laterPages) {
    const rows = page(db, sql, lastKey, lastId, end, ...checked, size);
    for (const row of rows) {
      const key = row['key'] as Uint8Array;
      [lastKey, lastId] = [key, Number(row['id'])];
      yield { stored: collection.read(lastId, row['doc'] as Uint8Array), key, prefix: range.prefix };
    }
    if (rows.length < size) return;
  }
}

/** Merges several sorted ranges by what follows their prefixes: `{ status: { $in: […] } }` sorted by date. */
function* merged(sources: Generator<Entry>[], direction: 1 | -1): Generator<Stored> {
  const heads = sources.flatMap((source) => {
    const { value, done } = source.next();
    return done ? [] : [{ entry: value, source }];
  });
  while (heads.length > 0) {
    const best = heads.reduce((a, b) => (compareSuffixes(b.entry, a.entry) * direction < 0 ? b : a));
    yield best.entry.stored;
    const { value, done } = best.source.next();
    if (done) heads.splice(heads.indexOf(best), 1);
    else best.entry = value;
  }
}

function compareSuffixes(a: Entry, b: Entry): number {
  return Buffer.compare(a.key.subarray(a.prefix), b.key.subarray(b.prefix));
}

function page(db: Sqlite, sql: string, ...values: (Uint8Array | number)[]): Record<string, unknown>[] {
  return orKilled(() => db.statement(sql).all(...values));
}

/** A cursor that outlives its collection or index ends with QueryPlanKilled, as in MongoDB. */
function orKilled<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof Error && cause.message.includes('no such table'))) throw cause;
    throw new CommandError('QueryPlanKilled', 'the collection or index that the cursor reads was dropped');
  }
}
