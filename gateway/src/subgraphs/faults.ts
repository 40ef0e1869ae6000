/** What it says of a subgraph that a request to it ended as it did. */
import { codeOf } from '@holdfast/kit-base/errors';
import type { Reply } from '@holdfast/kit-http/transport';
import { GraphQLError } from 'graphql';
import type { Verdict } from './breaker.ts';

/** A call that was not sent, to keep the subgraph or this gateway from harm. */
export class NotSent extends Error {
  override name = 'NotSent';
}

/** The subgraph, or what stands before it, was not ready to take the request (RFC 9110, sections 15.6.3 to 15.6.5). */
const NOT_READY: ReadonlySet<number> = new Set([502, 503, 504]);

/** How Node and undici tell of a connection that was refused, cut, or closed while the request was on its way. A
 * connection that could not be made in its time is none: another would take as long. */
const CONNECTION_FAULTS: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
]);

/** Whether the same request may fare better at once. */
export const isWorthRetry = {
  reply: ({ status }: Reply) => NOT_READY.has(status),
  error: (error: unknown) =>
    error instanceof GraphQLError &&
    error.originalError !== undefined &&
    'code' in error.originalError &&
    CONNECTION_FAULTS.has(error.originalError.code),
};

/** Errors of GraphQL, and refusals by a status of 400 to 499, are answers. */
export const verdictOf = {
  reply: ({ status }: Reply): Verdict => (status >= 500 ? 'failed' : 'answered'),
  /** @param hadTime whether the subgraph was given as long as it may take, or near to it. */
  error: (error: unknown, hadTime: boolean): Verdict =>
    codeOf(error) === 'SUBGRAPH_TIMEOUT' && !hadTime ? 'nothing' : 'failed',
};
