/** Milliseconds that calls of subgraphs may take. */
export interface Timeouts {
  /** One fetch of a query, from a subgraph that has no time of its own. */
  readonly query: number;
  /** Longer, since placing an order is a saga over several services. */
  readonly mutation: number;
  /**
   * All fetches of a query together, or of what a client selects of a mutation. Longer than one fetch, so that a subgraph which
   * hangs in the first step of a plan does not cost the fields of those that are asked after it.
   */
  readonly operation: number;
}

/** Milliseconds for all that an operation does beside waiting for subgraphs. */
const OVERHEAD = 1_000;

/** Milliseconds that an operation can take; the gateway's end waits for no longer. */
export function longestOperation({ mutation, operation }: Timeouts): number {
  return mutation + operation + OVERHEAD;
}
