import type { Encoded } from '../bson/encode.ts';

/** A stored document: `id` is its row (insertion order), `raw` its BSON as sent to clients. */
export interface Stored extends Encoded {
  readonly id: number;
}

/**
 * The documents of a collection that were written or looked up last, decoded. They are as in the open
 * transaction, so the cache is cleared when that is undone. Nobody changes a document that was stored.
 */
export interface DocumentCache {
  byKey(key: string): Stored | undefined;
  byId(id: number): Stored | undefined;
  /** Adds a document, in place of its former version. */
  set(key: string, stored: Stored): void;
  delete(id: number): void;
  clear(): void;
}

/** The maximum size of a cache, in bytes of BSON. */
const MAX_BYTES = 4 * 1024 * 1024;

export function createDocumentCache(): DocumentCache {
  const byId = new Map<number, { readonly key: string; readonly stored: Stored }>();
  const byKey = new Map<string, Stored>();
  let bytes = 0;
  const remove = (id: number) => {
    const known = byId.get(id);
    if (known === undefined) return;
    bytes -= known.stored.raw.byteLength;
    byId.delete(id);
    byKey.delete(known.key);
  };
  return {
    byKey: (key) => byKey.get(key),
    byId: (id) => byId.get(id)?.stored,
    set(key, stored) {
      remove(stored.id);
      byId.set(stored.id, { key, stored });
      byKey.set(key, stored);
      bytes += stored.raw.byteLength;
      // The first in the map was written longest ago.
      for (const id of byId.keys()) {
        if (bytes <= MAX_BYTES) return;
        remove(id);
      }
    },
    delete: remove,
    clear() {
      byId.clear();
      byKey.clear();
      bytes = 0;
    },
  };
}
