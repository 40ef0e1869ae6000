/** Judges a subgraph by the outcome of a request. */
import { codeOf } from '@holdfast/kit-base/errors';
import type { Reply } from '@holdfast/kit-http/transport';
import { GraphQLError } from 'graphql';
import type { Verdict } from './breaker.ts';

/** A call that was not sent, to protect the subgraph or this gateway. */
export class NotSent extends Error {
  override name = 'NotSent';
}

/**
 * The subgraph, or a proxy before it, was not ready to take the request (RFC 9110, sections 15.6.3 to
 * 15.6.5).
 */
const NOT_READY: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * The codes with which Node and undici report a connection that was refused, cut, or closed during the
 * request. A connection timeout is not among them: another attempt would take as long.
 */
const CONNECTION_FAULTS: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
]);

/** True when an immediate retry of the request may succeed. */
export const isWorthRetry = {
  reply: ({ status }: Reply) => NOT_READY.has(status),
  error: (error: unknown) =>
    error instanceof GraphQLError &&
    error.originalError !== undefined &&
    'code' in error.originalError &&
    CONNECTION_FAULTS.has(error.originalError.code),
};

/** GraphQL errors, and refusals with a status of 400 to 499, count as answers. */
export const verdictOf = {
  reply: ({ status }: Reply): Verdict => (status >= 500 ? 'failed' : 'answered'),
  /** @param hadTime true when the subgraph got all or nearly all of its usual timeout. */
  error: (error: unknown, hadTime: boolean): Verdict =>
    codeOf(error) === 'SUBGRAPH_TIMEOUT' && !hadTime ? 'nothing' : 'failed',
};
