import type { Doc } from '../bson/values.ts';
import type { Collection } from '../storage/collection.ts';
import type { Stored } from '../storage/documentCache.ts';
import type { Sqlite } from '../storage/sqlite.ts';
import { compileFilter, type Filter } from './filter.ts';
import { planQuery } from './plan.ts';
import { scan } from './scan.ts';
import { type SortField, sortDocs } from './sort.ts';

export interface FindOptions {
  sort?: readonly SortField[];
  skip?: number;
  /** 0 is no limit. */
  limit?: number;
}

/**
 * Finds the documents that match, in the wanted order. They are read on demand unless they must be sorted.
 */
export function findStored(
  db: Sqlite,
  collection: Collection | undefined,
  filter: Doc,
  { sort = [], skip = 0, limit = 0 }: FindOptions = {},
): Generator<Stored> {
  // Compiled before the first document is requested, so that an invalid filter fails even on an empty
  // collection.
  const matches = compileFilter(filter);
  return collection === undefined ? none() : found(db, collection, filter, matches, { sort, skip, limit });
}

function* none(): Generator<Stored> {}

function* found(
  db: Sqlite,
  collection: Collection,
  filter: Doc,
  matches: Filter,
  { sort, skip, limit }: Required<FindOptions>,
): Generator<Stored> {
  const plan = planQuery(collection, filter, sort);
  const isSorted = sort.length === 0 || (plan.kind === 'IXSCAN' && plan.order !== 'none');
  const all = matching(scan(db, collection, plan), matches);
  let left = limit === 0 ? Number.POSITIVE_INFINITY : limit;
  let toSkip = skip;
  for (const stored of isSorted ? all : sortDocs(all, sort, ({ doc }) => doc)) {
    if (toSkip > 0) {
      toSkip--;
      continue;
    }
    yield stored;
    if (--left === 0) return;
  }
}

function* matching(source: Iterable<Stored>, matches: Filter): Generator<Stored> {
  for (const stored of source) if (matches(stored.doc)) yield stored;
}
