import type { Log } from '@holdfast/kit-base/log';
import { maskError } from '@holdfast/kit-base/maskError';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';

/** The reply to a client after one reading. */
export interface Reply {
  readonly result: FormattedExecutionResult;
  /** True when the client may not see the value; this is then the last answer. */
  readonly final: boolean;
  /** True when there is nothing to report: the event's subject has changed back. */
  readonly silent?: true;
}

/** Codes with which the owner of the value refuses it. */
const REFUSED = new Set<unknown>(['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'BAD_USER_INPUT']);
/** Codes that mean that an owner of the value, or of a part of it, was unavailable. */
const UNAVAILABLE = new Set<unknown>(['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_TIMEOUT']);

/**
 * Creates the reply from a reading's result.
 * @param responseKey the client's response key for the value.
 * @param wanted true when there has to be a value: without one, it does not exist for this client.
 * @param first true for the first reading: when that fails, there is no subscription.
 */
export function replyOf(
  result: FormattedExecutionResult,
  responseKey: string,
  { wanted, first }: { wanted: boolean; first: boolean },
): Reply {
  if ((result.data?.[responseKey] ?? null) !== null) return { result, final: false };
  const errors = result.errors ?? [];
  const refused = errors.some(({ extensions }) => REFUSED.has(extensions?.['code']));
  if (errors.length > 0) return { result, final: first || refused };
  if (!wanted) return { result, final: false, silent: true };
  const message = 'There is nothing with this id to subscribe to.';
  const error = { message, path: [responseKey], extensions: { code: 'NOT_FOUND' } };
  return { result: { ...result, errors: [error] }, final: true };
}

/** Returns true when a later reading may provide what is missing. */
export function isUnavailable({ errors = [] }: FormattedExecutionResult): boolean {
  return errors.some(({ extensions }) => UNAVAILABLE.has(extensions?.['code']));
}

/**
 * Creates the reply to a failed reading. A defect becomes one sentence for the client, and goes to the log.
 */
export function replyOfFailure(error: unknown, log: Log): Reply {
  const formatted =
    error instanceof GraphQLError
      ? error.toJSON()
      : { message: '', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  const { message, extensions = {} } = maskError(formatted, error, log);
  return { result: { errors: [{ message, extensions }] }, final: REFUSED.has(extensions['code']) };
}
