/** A least-recently-used cache with text keys. */
export interface Bounded<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value, size: number): void;
  clear(): void;
}

/**
 * Creates a cache with a maximum number of entries and a maximum total size, in any unit. The least recently
 * used entry goes first.
 */
export function createBounded<Value>(max: {
  readonly entries: number;
  readonly size: number;
}): Bounded<Value> {
  /** A Map remembers the order in which its keys were set. */
  const kept = new Map<string, { readonly value: Value; readonly size: number }>();
  let total = 0;
  const drop = (key: string) => {
    total -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };
  return {
    get(key) {
      const found = kept.get(key);
      if (!found) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set(key, value, size) {
      drop(key);
      if (size > max.size) return;
      kept.set(key, { value, size });
      total += size;
      for (const oldest of kept.keys()) {
        if (kept.size <= max.entries && total <= max.size) break;
        drop(oldest);
      }
    },
    clear() {
      kept.clear();
      total = 0;
    },
  };
}
