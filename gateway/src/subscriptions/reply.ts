import type { Log } from '@holdfast/kit-base/log';
import { maskError } from '@holdfast/kit-base/maskError';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';

/** What a client is answered after one reading. */
export interface Reply {
  readonly result: FormattedExecutionResult;
  /** Whether the client may not see the value: then it is the last answer. */
  readonly final: boolean;
  /** There is nothing to be told: what it was about is no longer so. */
  readonly silent?: true;
}

/** The owner of the value says so. */
const REFUSED = new Set<unknown>(['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'BAD_USER_INPUT']);
/** The owner of the value, or of a part of it, was away. */
const AWAY = new Set<unknown>(['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_TIMEOUT']);

/**
 * @param responseKey what the client calls the value.
 * @param wanted whether there has to be a value: where there is none, it does not exist for this client.
 * @param first whether it is the first reading: when that fails, nothing is subscribed to.
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
  const message = 'There is nothing of this id to subscribe to.';
  const error = { message, path: [responseKey], extensions: { code: 'NOT_FOUND' } };
  return { result: { ...result, errors: [error] }, final: true };
}

/** Whether asking again later may give what is missing. */
export function isAway({ errors = [] }: FormattedExecutionResult): boolean {
  return errors.some(({ extensions }) => AWAY.has(extensions?.['code']));
}

/** What a client is answered when nothing could be read at all: with a defect it is one sentence, and in the log. */
export function replyOfFailure(error: unknown, log: Log): Reply {
  const formatted =
    error instanceof GraphQLError
      ? error.toJSON()
      : { message: '', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  const { message, extensions = {} } = maskError(formatted, error, log);
  return { result: { errors: [{ message, extensions }] }, final: REFUSED.has(extensions['code']) };
}
