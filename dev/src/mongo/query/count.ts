import type { Doc } from '../bson/values.ts';
import type { Collection } from '../storage/collection.ts';
import type { Sqlite } from '../storage/sqlite.ts';
import { checkParameters, checksSql } from './entries.ts';
import { compileFilter } from './filter.ts';
import { findStored } from './find.ts';
import { type Plan, planQuery } from './plan.ts';

/**
 * Counts the documents that match, from an index alone where its bounds cover the whole filter.
 * @param limit the highest count returned; 0 is no limit.
 */
export function countStored(
  db: Sqlite,
  collection: Collection | undefined,
  filter: Doc,
  { skip = 0, limit = 0 }: { skip?: number; limit?: number } = {},
): number {
  compileFilter(filter);
  if (collection === undefined) return 0;
  const most = limit === 0 ? Number.POSITIVE_INFINITY : limit;
  const counted = (n: number) => Math.min(Math.max(n - skip, 0), most);
  if (Object.keys(filter).length === 0) return counted(collection.count());
  const plan = planQuery(collection, filter, []);
  if (isCounted(plan)) return counted(countEntries(db, plan, limit === 0 ? -1 : skip + limit));
  let n = 0;
  for (const _ of findStored(db, collection, filter, { skip, limit })) n++;
  return n;
}

/** Returns true when the plan's index entries are counted without reading a document. */
export function isCounted(plan: Plan): plan is Extract<Plan, { kind: 'IXSCAN' }> {
  return plan.kind === 'IXSCAN' && plan.table !== undefined && plan.isExact && plan.ranges.length <= 200;
}

/** Counts each document once, however many entries it has. @param limit -1 is no limit. */
function countEntries(db: Sqlite, plan: Extract<Plan, { kind: 'IXSCAN' }>, limit: number): number {
  if (plan.ranges.length === 0) return 0;
  const entries = `select i.doc as doc from ${plan.table} as i where i.key >= ? and i.key < ?${checksSql(plan)}`;
  const all = plan.ranges.map(() => entries).join(' union all ');
  const once = plan.isMultikey && !plan.isPinned ? 'distinct ' : '';
  const sql = `select count(*) as n from (select ${once}doc from (${all}) limit ?)`;
  const parameters = plan.ranges.flatMap((range) => [range.from, range.to, ...checkParameters(plan, range)]);
  return Number(db.statement(sql).get(...parameters, limit)?.['n']);
}
