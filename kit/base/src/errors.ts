import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';

/** Every error code of ours that a client can see, and its meaning. `docs/errors.md` is generated from it. */
export const ERROR_CODES = {
  UNAUTHENTICATED: 'The caller is not signed in, or the token is invalid or has expired.',
  FORBIDDEN: 'The caller is authenticated but may not do this.',
  NOT_FOUND: 'The object does not exist, or the caller may not see it.',
  BAD_USER_INPUT: 'The input is invalid. extensions.problems says where and why.',
  BAD_REQUEST:
    'The request is not a valid GraphQL request over HTTP. The status says whether the body, the media type or the encoding is wrong.',
  CONFLICT:
    'The request conflicts with the current state: a key is already used, a version is stale, or the state does not allow the change.',
  RATE_LIMITED: 'The caller sent too many requests. extensions.retryAfter says how many seconds to wait.',
  OPERATION_TOO_COMPLEX:
    'The operation exceeds a limit on depth, length or cost. extensions.limit names the limit, and extensions.max is its value.',
  OPERATION_NOT_PERMITTED: 'The gateway accepts only the operations on its list, and this one is not on it.',
  TOO_MANY_CONNECTIONS: 'Too many clients are subscribed, in total or from one address. Try again later.',
  PLANNER_BUSY:
    'Too many new operations are waiting to be planned. extensions.retryAfter says how many seconds to wait.',
  QUERY_PLAN_UNSUPPORTED:
    'The operation is valid, but the gateway has no reliable plan for it. extensions.field names the field that causes this.',
  MISSING_VALUE:
    'A non-null field has no value, usually because its service does not know the object. The nearest nullable field around it is null.',
  SUBGRAPH_UNAVAILABLE: 'A service behind the gateway could not be reached or failed.',
  SUBGRAPH_TIMEOUT: 'A service behind the gateway did not answer in time.',
  INTERNAL_SERVER_ERROR: 'A defect on our side. The client gets no details.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Codes of Apollo Server for invalid requests and for operations that do not fit the schema. */
export const APOLLO_CODES = {
  BAD_REQUEST: 'The request is not a GraphQL request, or may not be sent in this way.',
  GRAPHQL_PARSE_FAILED: 'The document has a syntax error.',
  GRAPHQL_VALIDATION_FAILED:
    'The document does not fit the schema. The message is that of the validation rule it breaks.',
  OPERATION_RESOLUTION_FAILURE:
    'The document has no operation of the given name, or has several and no name was given.',
  PERSISTED_QUERY_NOT_FOUND: 'The server does not know the hash. Send the document with it.',
  PERSISTED_QUERY_NOT_SUPPORTED: 'The server does not store documents. Send the document itself.',
} as const;

/** Returns true when a code is documented. */
export const isKnownCode = (code: unknown): boolean =>
  typeof code === 'string' && (Object.hasOwn(ERROR_CODES, code) || Object.hasOwn(APOLLO_CODES, code));

/** One problem with the input: its path from the argument down, and a sentence. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

function refusal(code: ErrorCode, message: string, more: GraphQLErrorExtensions = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...more } });
}

export const unauthenticated = (message = 'Sign in to do this.') => refusal('UNAUTHENTICATED', message);

export const forbidden = (message = 'You may not do this.') => refusal('FORBIDDEN', message);

/** @param what the thing as a client names it, for example `Order`. */
export const notFound = (what: string) => refusal('NOT_FOUND', `${what} not found.`);

export const conflict = (message: string, more: GraphQLErrorExtensions = {}) =>
  refusal('CONFLICT', message, more);

/** @param retryAfter whole seconds until the caller may try again. */
export const rateLimited = (retryAfter: number) =>
  refusal('RATE_LIMITED', `Too many attempts: try again in ${retryAfter} seconds.`, { retryAfter });

/** @param retryAfter whole seconds until the caller may try again. */
export const plannerBusy = (retryAfter: number) =>
  refusal(
    'PLANNER_BUSY',
    `Too many new operations wait to be planned: try again in ${retryAfter} ${retryAfter === 1 ? 'second' : 'seconds'}.`,
    { retryAfter },
  );

/** Reports all problems with the input at once. The message repeats the first one for human readers. */
export function badUserInput(problems: readonly [Problem, ...Problem[]]): GraphQLError {
  const [first, ...others] = problems;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  const at = first.path.length > 0 ? `${first.path.join('.')}: ` : '';
  return refusal('BAD_USER_INPUT', `${at}${first.message}${more}`, { problems });
}

/** The subgraph did not answer before the deadline. */
export const subgraphTimeout = (subgraph: string, cause?: unknown) =>
  new GraphQLError(`The ${subgraph} service did not answer in time.`, {
    extensions: { code: 'SUBGRAPH_TIMEOUT', subgraph },
    ...(cause instanceof Error && { originalError: cause }),
  });

/** The subgraph could not be reached, or sent an invalid answer. */
export const subgraphUnavailable = (subgraph: string, cause?: unknown) =>
  new GraphQLError(`The ${subgraph} service is not available.`, {
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph },
    ...(cause instanceof Error && { originalError: cause }),
  });

/**
 * Returns true when the code means that a service did not understand a document because it runs another
 * version of the schema, as during a deployment. This is our fault, not the client's.
 */
export function isSchemaSkew(code: unknown): boolean {
  return code === 'GRAPHQL_VALIDATION_FAILED' || code === 'GRAPHQL_PARSE_FAILED';
}

/** Returns the `extensions.code` of a GraphQL error; undefined for any other error. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof GraphQLError ? error.extensions['code'] : undefined;
  return typeof code === 'string' ? code : undefined;
}

/**
 * A fault that an operator can fix: a wrong setting, a missing database, a port in use. Its message is one
 * line that says what is wrong and what to do. It is printed without a stack.
 */
export class OperatorError extends Error {
  override name = 'OperatorError';
}
