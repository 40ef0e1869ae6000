/** What a client that asks for it is told of how its operation went: `extensions.trace`. Times are in milliseconds. */

export interface Trace {
  readonly planning: {
    /** Until the operation was planned and compiled. */
    readonly milliseconds: number;
    /** Whether it was so before. */
    readonly cached: boolean;
  };
  /** In the order in which they began. */
  readonly fetches: readonly TracedFetch[];
}

/** What was asked of a subgraph at once. */
export interface TracedFetch {
  readonly subgraph: string;
  /** Where in the answer what it was asked for belongs: the empty text for root fields, `@` for each item of a list. */
  readonly paths: readonly string[];
  /** How many entities it was asked for; absent where it was asked for root fields only. */
  readonly representations?: number;
  /** Since the operation began. */
  readonly start: number;
  readonly milliseconds: number;
  /** The code of the first error, where there is one. */
  readonly error?: string;
}
