export interface Slots {
  /** Runs `work` when fewer than the limit are running. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Lets at most `limit` pieces of work run at once; those that wait go first come, first served. */
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
