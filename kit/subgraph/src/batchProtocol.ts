/**
 * The protocol of several calls in one HTTP request, between our own services. Each call keeps its own identity, deadline, request id and trace, and gets its own answer as soon as it is there.
 *
 * The request is the JSON of a `BatchBody`. The reply has one line for each call, in the order in which they
 * are answered: the call's number from 0, an HTTP status, and the GraphQL response, separated by a space.
 */

import { MAX_TIMEOUT } from '@holdfast/kit-http/deadlines';

/** The path of batches, below that of the GraphQL endpoint. */
export const BATCH_SUBPATH = '/batch';

/** The maximum number of calls in one request. */
export const MAX_BATCH = 100;

/** The maximum length of one request that has several calls, in UTF-16 units: at most 768 KB as UTF-8. */
export const MAX_BATCH_LENGTH = 262_144;

interface BatchBody {
  readonly calls: readonly BatchedCall[];
}

export interface BatchedCall {
  readonly query: string;
  readonly variables: unknown;
  /** The value that a single call has in its header (`IDENTITY_HEADER`). */
  readonly identity: string;
  /** Milliseconds for which the caller waits. */
  readonly timeout: number;
  readonly requestId?: string | undefined;
  readonly traceparent?: string | undefined;
}

/** @param calls each as the JSON of a `BatchedCall`. */
export function toBatchBody(calls: readonly string[]): string {
  return `{"calls":[${calls.join(',')}]}`;
}

/** @throws TypeError for a body that is not a batch. */
export function readBatch(body: unknown): BatchBody['calls'] {
  const calls = isObject(body) ? body['calls'] : undefined;
  if (!Array.isArray(calls) || calls.length === 0 || calls.length > MAX_BATCH || !calls.every(isCall))
    throw new TypeError(`A batch has 1 to ${MAX_BATCH} calls, each with a query, an identity and a timeout.`);
  return calls;
}

function isCall(call: unknown): call is BatchedCall {
  if (!isObject(call)) return false;
  const { query, variables, identity, timeout, requestId, traceparent } = call;
  return (
    typeof query === 'string' &&
    (variables === undefined || isObject(variables)) &&
    typeof identity === 'string' &&
    Number.isSafeInteger(timeout) &&
    Number(timeout) > 0 &&
    Number(timeout) <= MAX_TIMEOUT &&
    (requestId === undefined || typeof requestId === 'string') &&
    (traceparent === undefined || typeof traceparent === 'string')
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function formatAnswer(n: number, status: number, text: string): string {
  return `${n} ${status} ${text}\n`;
}

/** @throws TypeError for a line that is not an answer. */
export function readAnswerLine(line: string): { n: number; status: number; text: string } {
  const [, n, status, text = ''] = /^(\d{1,3}) (\d{3}) (.*)$/.exec(line) ?? [];
  if (n === undefined) throw new TypeError('A line of a batch is not an answer.');
  return { n: Number(n), status: Number(status), text };
}
