/** What waits to be told to a slow reader: of each subject the latest only, so that it never grows with time. */
export interface Latest<T> {
  /** Replaces what waits of the same subject. When `limit` subjects wait, the one that waits longest is dropped. */
  put(subject: string, value: T): void;
  /** The one that waits longest, as soon as there is one; undefined after the end. One reader at a time. */
  take(): Promise<T | undefined>;
  /** Drops what waits; from now on there is nothing to take. */
  end(): void;
}

/** @param limit how many subjects may wait. */
export function createLatest<T>(limit: number): Latest<T> {
  const waiting = new Map<string, T>();
  let ended = false;
  let wake = () => {};
  return {
    put(subject, value) {
      if (ended) return;
      if (waiting.size >= limit && !waiting.has(subject)) {
        waiting.delete(waiting.keys().next().value ?? '');
      }
      waiting.set(subject, value);
      wake();
    },
    async take() {
      while (!ended) {
        const [first] = waiting;
        if (first) {
          waiting.delete(first[0]);
          return first[1];
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return undefined;
    },
    end() {
      ended = true;
      waiting.clear();
      wake();
    },
  };
}
