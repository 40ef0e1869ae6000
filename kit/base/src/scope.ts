/**
 * The scope of the current request, available wherever its work runs: its id for logs, its span for traces,
 * its deadline.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { scrub } from './scrub.ts';
import type { Span } from './span.ts';

/** The moment at which a caller stops waiting for the answer to its request. */
export interface Deadline {
  /**
   * Aborts when the caller no longer waits. Unfinished work fails with its reason, SUBGRAPH_TIMEOUT, which no
   * client sees.
   */
  readonly signal: AbortSignal;
  /** Milliseconds until the deadline: negative once it has passed, Infinity when the caller set none. */
  remaining(): number;
}

export interface Scope {
  /** Null for work that no client requested, such as handling an event. */
  readonly requestId: string | null;
  /**
   * The parent of the next span. Code that starts the operation of a request with an existing scope replaces
   * it.
   */
  span: Span;
  /**
   * Null, or missing, for work that runs to its end even when no caller waits, such as a mutation that has
   * started.
   */
  deadline?: Deadline | null;
}

const storage = new AsyncLocalStorage<Scope | undefined>();

export function currentScope(): Scope | undefined {
  return storage.getStore();
}

/** Runs `work`, and everything that it starts, in a scope; outside any scope when `scope` is undefined. */
export function inScope<T>(scope: Scope | undefined, work: () => T): T {
  return storage.run(scope, work);
}

/**
 * The header with the id of a client's request. A client may send one; every answer has one, and so has every
 * internal call.
 */
export const REQUEST_ID_HEADER = 'x-request-id';

const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{7,63}$/;

/**
 * Returns the request id of a header: 8 to 64 letters, digits, `-` and `_`. Returns undefined for anything
 * else, and for a text that looks like a card number, because every line of the log shows the id.
 */
export function readRequestId(header: unknown): string | undefined {
  return typeof header === 'string' && REQUEST_ID.test(header) && scrub(header) === header
    ? header
    : undefined;
}
