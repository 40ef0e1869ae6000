/**
 * The trace of an operation, `extensions.trace`, for a client that requests it. Times are in milliseconds.
 */

export interface Trace {
  readonly planning: {
    /** The time until the operation was planned and compiled. */
    readonly milliseconds: number;
    /** True when the operation was in the cache. */
    readonly cached: boolean;
  };
  /** Ordered by their start. */
  readonly fetches: readonly TracedFetch[];
}

/** One request to a subgraph. */
export interface TracedFetch {
  readonly subgraph: string;
  /**
   * The paths in the response that it fetched data for: the empty string for root fields, `@` for each item
   * of a list.
   */
  readonly paths: readonly string[];
  /** The number of entities that it asked for; absent when it asked for root fields only. */
  readonly representations?: number;
  /** The time since the operation started. */
  readonly start: number;
  readonly milliseconds: number;
  /** The code of the first error, if any. */
  readonly error?: string;
}
