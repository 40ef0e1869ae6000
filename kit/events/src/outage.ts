export interface Outage {
  /** Warns, unless it has already warned of this outage. */
  failed(error: unknown): void;
  /** Returns true from the first failure until the work succeeds. */
  isOngoing(): boolean;
  /** Ends the outage, because the work has succeeded. */
  over(): void;
}

/** Makes work that is repeated until it succeeds warn of its first failure only. */
export function createOutage(warn: (error: unknown) => void): Outage {
  let isFailing = false;
  return {
    failed: (error) => {
      if (!isFailing) warn(error);
      isFailing = true;
    },
    isOngoing: () => isFailing,
    over: () => {
      isFailing = false;
    },
  };
}
