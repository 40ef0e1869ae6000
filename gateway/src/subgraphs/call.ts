/** Calls from an executor to a subgraph, and their outcomes. */
import type { AbortSignalLike } from '@holdfast/kit-http/transport';
import type { GatewayContext } from '../operation/context.ts';

/** One request to a subgraph, on behalf of one client. */
export interface SubgraphCall {
  readonly caller: GatewayContext;
  /** The JSON text of `query`, `variables` and `operationName`. */
  readonly body: string;
  readonly kind: 'query' | 'mutation';
  /** True for a mutation that may be retried: each of its fields carries an idempotency key. */
  readonly idempotent: boolean;
  /**
   * Ends the wait, and the request too when no other call shares it. Null for a mutation, which outlives its
   * client.
   */
  readonly signal: AbortSignalLike | null;
}

/** The outcome of a call. */
export interface CallOutcome {
  /** Null when the subgraph answered, even with errors of its own. */
  readonly code: string | null;
  /** The HTTP status; null when there was none. */
  readonly status: number | null;
  /** True when it was sent twice. */
  readonly retried: boolean;
  /** True when it got the answer to an identical query of the same caller that was already in flight. */
  readonly shared: boolean;
  readonly milliseconds: number;
}

/** Observes one call, for metrics and traces. */
export interface CallObservation {
  /** Headers to send with the request, such as `traceparent`. */
  readonly headers?: Readonly<Record<string, string>>;
  ended(outcome: CallOutcome): void;
}

/** @param subgraph the subgraph's name. */
export type ObserveCall = (subgraph: string, call: SubgraphCall) => CallObservation;
