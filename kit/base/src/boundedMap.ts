export interface Bounds<Key, Value> {
  /** The most entries. */
  readonly entries: number;
  /** The most that all entries together may measure by `sizeOf`; a larger entry is not kept. Unlimited by default. */
  readonly size?: number;
  /** Measures an entry, in any unit. 0 by default. */
  readonly sizeOf?: (value: Value, key: Key) => number;
}

/** A least-recently-used cache: `get` and `set` make an entry the newest, and the oldest is evicted first. */
export class BoundedMap<Key, Value> {
  /** A Map iterates over its keys in the order in which they were set. */
  readonly #entries = new Map<Key, { readonly value: Value; readonly size: number }>();
  readonly #bounds: Required<Bounds<Key, Value>>;
  #size = 0;

  constructor(bounds: Bounds<Key, Value>) {
    this.#bounds = { size: Number.POSITIVE_INFINITY, sizeOf: () => 0, ...bounds };
  }

  /** The number of entries. */
  get size(): number {
    return this.#entries.size;
  }

  get(key: Key): Value | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: Key, value: Value): void {
    this.delete(key);
    const size = this.#bounds.sizeOf(value, key);
    if (size > this.#bounds.size) return;
    this.#entries.set(key, { value, size });
    this.#size += size;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#bounds.entries && this.#size <= this.#bounds.size) break;
      this.delete(oldest);
    }
  }

  delete(key: Key): void {
    this.#size -= this.#entries.get(key)?.size ?? 0;
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#size = 0;
  }
}
