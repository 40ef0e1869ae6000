/** What was used last, by a text. */
export interface Bounded<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value, size: number): void;
  clear(): void;
}

/**
 * Keeps at most so many entries, and so much of whatever their sizes are counted in; what was not used for longest goes first.
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
