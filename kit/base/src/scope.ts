/** What belongs to the request that is being worked on, wherever the work is: its id for logs, its span for traces. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { scrub } from './scrub.ts';
import type { Span } from './span.ts';

/** Until when a caller waits for the answer to its request. */
export interface Deadline {
  /** Aborts when the caller no longer waits. Its reason, SUBGRAPH_TIMEOUT, is what unfinished work fails with; no client sees it. */
  readonly signal: AbortSignal;
  /** Milliseconds until the deadline: negative once it has passed, Infinity when the caller set none. */
  remaining(): number;
}

export interface Scope {
  /** Null for what no client asked for, such as an event. */
  readonly requestId: string | null;
  /** Where the next span belongs below. Set anew by whoever begins the operation of a request that has a scope already. */
  span: Span;
  /** Null, or missing, for work that runs to its end even when no caller waits, such as a mutation that has started. */
  deadline?: Deadline | null;
}

const storage = new AsyncLocalStorage<Scope | undefined>();

export function currentScope(): Scope | undefined {
  return storage.getStore();
}

/** Does `work`, and all that it begins, in a scope; in none when it is undefined. */
export function inScope<T>(scope: Scope | undefined, work: () => T): T {
  return storage.run(scope, work);
}

/** Says which request of a client it is: taken from one that has one, answered to all, and sent on inside. */
export const REQUEST_ID_HEADER = 'x-request-id';

const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{7,63}$/;

/**
 * The request id of a header: 8 to 64 letters, digits, `-` and `_`. Undefined for anything else, and for what looks like a
 * card number: it is going to be in every line of the log.
 */
export function readRequestId(header: unknown): string | undefined {
  return typeof header === 'string' && REQUEST_ID.test(header) && scrub(header) === header
    ? header
    : undefined;
}
