export interface Slots {
  /** Runs `work` as soon as a slot is free. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Limits concurrent work to `limit` slots. Waiting work runs in order of arrival. */
export function createSlots(limit: number): Slots {
  let free = limit;
  const waiting: (() => void)[] = [];
  return {
    run: async (work) => {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free++;
      }
    },
  };
}
