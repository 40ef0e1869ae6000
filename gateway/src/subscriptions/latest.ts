/**
 * A queue for a slow reader that keeps only the latest value of each subject, so that it does not grow with
 * time.
 */
export interface Latest<T> {
  /** Replaces the waiting value of the same subject. When `limit` subjects wait, the oldest is dropped. */
  put(subject: string, value: T): void;
  /**
   * Resolves with the oldest value as soon as there is one; undefined after the end. One reader at a time.
   */
  take(): Promise<T | undefined>;
  /** Drops the waiting values, and ends the queue. */
  end(): void;
}

/** @param limit the most subjects that may wait. */
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
