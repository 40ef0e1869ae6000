/** Deletes documents that a TTL index lets expire (https://www.mongodb.com/docs/manual/core/index-ttl/). */
import type { Doc } from './bson/values.ts';
import { findStored } from './query/find.ts';
import type { Collection } from './storage/collection.ts';
import type { IndexDefinition } from './storage/indexDefinition.ts';
import type { Store } from './storage/store.ts';

/** Documents deleted in one turn of the event loop, so that commands need not wait for long. */
const BATCH = 1_000;

/**
 * Deletes every expired document of every TTL index once per interval.
 * @param interval milliseconds.
 * @returns a function that stops it.
 */
export function startTtlMonitor(store: Store, now: () => Date, interval: number): () => void {
  let next: NodeJS.Immediate | undefined;
  const pass = () => {
    const isDone = deleteExpired(store, now());
    next = isDone ? undefined : setImmediate(pass);
  };
  const timer = setInterval(() => {
    if (!next) pass();
  }, interval);
  timer.unref();
  return () => {
    clearInterval(timer);
    clearImmediate(next);
  };
}

/**
 * Deletes at most a batch of expired documents for each TTL index. Returns true when no expired document is
 * left.
 */
function deleteExpired(store: Store, now: Date): boolean {
  let isDone = true;
  for (const db of store.databases()) {
    for (const collection of store.collections(db)) {
      for (const { definition } of collection.indexes) {
        if (definition.expireAfterSeconds === undefined) continue;
        const deleted = deleteExpiredOf(store, collection, definition, now);
        if (deleted === BATCH) isDone = false;
      }
    }
  }
  return isDone;
}

function deleteExpiredOf(
  store: Store,
  collection: Collection,
  { key, partial, expireAfterSeconds = 0 }: IndexDefinition,
  now: Date,
): number {
  const [path = ''] = Object.keys(key);
  // A comparison with a date finds only dates, so a document whose field is not a date does not expire. In an
  // array the earliest date counts.
  const expired: Doc = { [path]: { $lte: new Date(now.getTime() - expireAfterSeconds * 1000) } };
  const filter: Doc = partial ? { $and: [expired, partial.expression] } : expired;
  return store.transaction(() => {
    const found = [...findStored(store.sqlite, collection, filter, { limit: BATCH })];
    for (const each of found) collection.remove(each);
    return found.length;
  });
}
