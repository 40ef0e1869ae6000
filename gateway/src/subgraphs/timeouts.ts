/** The timeouts of subgraph calls, in milliseconds. */
export interface Timeouts {
  /** For one fetch of a query, from a subgraph without its own timeout. */
  readonly query: number;
  /** For a mutation. Longer, because placing an order is a saga over several services. */
  readonly mutation: number;
  /**
   * For all fetches of a query together, or of a mutation's selected fields. Longer than one fetch, so that a
   * subgraph that hangs in the first step of a plan does not cost the fields of the later steps.
   */
  readonly operation: number;
}

/** Milliseconds for everything that an operation does besides waiting for subgraphs. */
const OVERHEAD = 1_000;

/** Returns the longest that an operation can take, in milliseconds. Shutdown waits no longer than that. */
export function longestOperation({ mutation, operation }: Timeouts): number {
  return mutation + operation + OVERHEAD;
}
