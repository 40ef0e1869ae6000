/** What an executor asks of a subgraph, and what is told of it. */
import type { Ending } from '@holdfast/kit-http/transport';
import type { GatewayContext } from '../operation/context.ts';

/** One request to a subgraph, for one client. */
export interface SubgraphCall {
  readonly caller: GatewayContext;
  /** JSON text of `query`, `variables` and `operationName`. */
  readonly body: string;
  readonly kind: 'query' | 'mutation';
  /** A mutation that may be sent again: each of its fields carries an idempotency key. */
  readonly idempotent: boolean;
  /** Ends the wait, and the request when nobody else waits for it. A mutation's client may go: null. */
  readonly signal: Ending | null;
}

/** How a call ended. */
export interface CallOutcome {
  /** Null when the subgraph answered, be it with errors of its own. */
  readonly code: string | null;
  /** The HTTP status; null when there was none. */
  readonly status: number | null;
  /** It was sent twice. */
  readonly retried: boolean;
  /** It got the answer to the same query of the same caller, which was on its way. */
  readonly shared: boolean;
  readonly milliseconds: number;
}

/** Follows one call, for metrics and traces. */
export interface CallObservation {
  /** Sent with the request, such as `traceparent`. */
  readonly headers?: Readonly<Record<string, string>>;
  ended(outcome: CallOutcome): void;
}

/** @param subgraph its name. */
export type ObserveCall = (subgraph: string, call: SubgraphCall) => CallObservation;
