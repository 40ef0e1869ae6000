import { batch } from './batch.ts';
import { createGroupCommit } from './groupCommit.ts';

/** Reads of one process at once. */
const LANES = 4;
/** Keys in one read. */
const MAX_KEYS = 500;

/**
 * Returns a function that reads one value by its key. Reads that different requests make at the same time are
 * one: a read starts at the end of the turn of the event loop, or when a lane is free, so it always starts after
 * it was asked for. A request's own loader, such as a DataLoader, keeps what it has read.
 * @param read returns one value for each key, in their order. It gets no key twice.
 */
export function createSharedReads<Value>(
  read: (keys: readonly string[]) => Promise<readonly Value[]>,
): (key: string) => Promise<Value> {
  return createGroupCommit<string, Value>({
    run: async (requested) => {
      const keys = [...new Set(requested)];
      const values = await read(keys);
      if (values.length !== keys.length)
        throw new Error('A read has a different number of values than keys.');
      const places = new Map(keys.map((key, n) => [key, n]));
      return requested.map((key) => values[places.get(key) ?? -1] as Value);
    },
    lanes: LANES,
    maxBatch: MAX_KEYS,
  });
}

/**
 * Returns how a process reads the items of a source, such as a collection, by id: for all requests together. An
 * unknown id yields null.
 * @param name the kind of the items, for spans.
 * @param find returns the items with these ids, in any order.
 */
export function sharedReadsById<Source extends object, Item extends { readonly id: string }>(
  name: string,
  find: (source: Source, ids: readonly string[]) => Promise<readonly Item[]>,
): (source: Source) => (id: string) => Promise<Item | null> {
  const bySource = new WeakMap<Source, (id: string) => Promise<Item | null>>();
  return (source) => {
    const known = bySource.get(source);
    if (known) return known;
    const read = batch(name, async (ids: readonly string[]) => {
      const found = new Map((await find(source, ids)).map((item) => [item.id, item]));
      return ids.map((id) => found.get(id) ?? null);
    });
    const reads = createSharedReads(read);
    bySource.set(source, reads);
    return reads;
  };
}
