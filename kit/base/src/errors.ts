import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';

/** Every error code of ours that a client can see, and what it means. The contract names them. */
export const ERROR_CODES = {
  UNAUTHENTICATED: 'Nobody is signed in, or the token is wrong or has expired.',
  FORBIDDEN: 'The caller is known and may not do this.',
  NOT_FOUND: 'It does not exist, or not for this caller.',
  BAD_USER_INPUT: 'The input is wrong; extensions.problems says where and why.',
  BAD_REQUEST:
    'The request is no GraphQL request over HTTP: its status says whether its body, its media type or its coding is wrong.',
  CONFLICT:
    'It contradicts what is already there: a used key, a stale version, a state that does not allow it.',
  RATE_LIMITED: 'Too many requests; extensions.retryAfter says how many seconds to wait.',
  OPERATION_TOO_COMPLEX:
    'The operation is deeper, longer or costlier than the limit; extensions.limit says which one, extensions.max what it allows.',
  OPERATION_NOT_PERMITTED: 'The gateway takes only the operations of its list, and this is none of them.',
  TOO_MANY_CONNECTIONS: 'Too many clients listen, or too many of one address: try again later.',
  PLANNER_BUSY:
    'Too many new operations wait to be planned; extensions.retryAfter says how many seconds to wait.',
  QUERY_PLAN_UNSUPPORTED:
    'The operation is valid, and the gateway has no sure way to answer it: extensions.field says at which field.',
  MISSING_VALUE:
    'A field that is never null has no value, mostly since its service does not know the thing it is of; what is around it is null.',
  SUBGRAPH_UNAVAILABLE: 'A service behind the gateway could not be reached or failed.',
  SUBGRAPH_TIMEOUT: 'A service behind the gateway did not answer in time.',
  INTERNAL_SERVER_ERROR: 'A defect on our side; nothing about it is told to the client.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Codes that Apollo Server made known, for what is no request, or no operation on this schema. */
export const APOLLO_CODES = {
  BAD_REQUEST: 'It is no GraphQL request, or one that may not be sent in this way.',
  GRAPHQL_PARSE_FAILED: 'The document is no GraphQL.',
  GRAPHQL_VALIDATION_FAILED:
    'The document is no operation on this schema; the message is that of the rule that it breaks.',
  OPERATION_RESOLUTION_FAILURE:
    'The document has no operation of that name, or several and no name was given.',
  PERSISTED_QUERY_NOT_FOUND: 'The hash is not known here: send the document with it.',
  PERSISTED_QUERY_NOT_SUPPORTED: 'Documents are not kept here: send the document itself.',
} as const;

/** Whether a code is one of those that are documented. */
export const isKnownCode = (code: unknown): boolean =>
  typeof code === 'string' && (Object.hasOwn(ERROR_CODES, code) || Object.hasOwn(APOLLO_CODES, code));

/** One thing wrong with the input: the path from the argument down, and a sentence. */
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

/** @param retryAfter whole seconds until it may be tried again. */
export const rateLimited = (retryAfter: number) =>
  refusal('RATE_LIMITED', `Too many attempts: try again in ${retryAfter} seconds.`, { retryAfter });

/** @param retryAfter whole seconds until it may be tried again. */
export const plannerBusy = (retryAfter: number) =>
  refusal(
    'PLANNER_BUSY',
    `Too many new operations wait to be planned: try again in ${retryAfter} ${retryAfter === 1 ? 'second' : 'seconds'}.`,
    { retryAfter },
  );

/** All that is wrong with the input, at once. The message repeats the first problem, for people. */
export function badUserInput(problems: readonly [Problem, ...Problem[]]): GraphQLError {
  const [first, ...others] = problems;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  const at = first.path.length > 0 ? `${first.path.join('.')}: ` : '';
  return refusal('BAD_USER_INPUT', `${at}${first.message}${more}`, { problems });
}

/** The service named did not answer within its time. */
export const subgraphTimeout = (subgraph: string, cause?: unknown) =>
  new GraphQLError(`The ${subgraph} service did not answer in time.`, {
    extensions: { code: 'SUBGRAPH_TIMEOUT', subgraph },
    ...(cause instanceof Error && { originalError: cause }),
  });

/** The service named could not be reached, or answered with something that is not an answer. */
export const subgraphUnavailable = (subgraph: string, cause?: unknown) =>
  new GraphQLError(`The ${subgraph} service is not available.`, {
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph },
    ...(cause instanceof Error && { originalError: cause }),
  });

/** Whether a code is that of a service which did not understand a document: it runs another schema, for the time of a
 * deployment, which is a fault of the house and none of the client's. */
export function isSchemaSkew(code: unknown): boolean {
  return code === 'GRAPHQL_VALIDATION_FAILED' || code === 'GRAPHQL_PARSE_FAILED';
}

/** The `extensions.code` of an error, when it is a GraphQL error with one. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof GraphQLError ? error.extensions['code'] : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** A fault that the operator can mend: a wrong setting, a missing database, a taken port. Its message is one
 * line that says what is wrong and what to do; it is printed without a stack. */
export class OperatorError extends Error {
  override name = 'OperatorError';
}
