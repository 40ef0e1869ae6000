import { isKnownCode } from '@holdfast/kit-base/errors';
import type { Log } from '@holdfast/kit-base/log';
import { maskError } from '@holdfast/kit-base/maskError';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { SubgraphError } from './execution/subgraphErrors.ts';

/** Extensions that never reach clients: Apollo's packages and careless subgraphs reveal internals in them. */
const INTERNAL_EXTENSIONS = new Set(['serviceName', 'stacktrace', 'exception']);

/** V8's message when a parser runs out of stack. */
const OUT_OF_STACK = 'Maximum call stack size exceeded';

/**
 * Formats an error for clients, as Apollo Server's `formatError`. A defect becomes one sentence, and goes to
 * the log; so does an error with an undocumented code, unless a subgraph set it.
 */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: Log,
): GraphQLFormattedError {
  const extensions = Object.fromEntries(
    Object.entries(formatted.extensions ?? {}).filter(([name]) => !INTERNAL_EXTENSIONS.has(name)),
  );
  // The code that `@apollo/gateway` gives to a subgraph's error without one.
  const isUncoded = extensions['code'] === 'DOWNSTREAM_SERVICE_ERROR';
  if (isUncoded || !(isKnownCode(extensions['code']) || isOfSubgraph(formatted, error)))
    extensions['code'] = 'INTERNAL_SERVER_ERROR';
  if (formatted.message === OUT_OF_STACK && extensions['code'] === 'GRAPHQL_PARSE_FAILED') {
    return { message: 'The document is nested too deeply.', extensions: { code: 'OPERATION_TOO_COMPLEX' } };
  }
  return maskError({ ...formatted, extensions }, error, log);
}

/** `@apollo/gateway` names the service next to the code of its error. */
const isOfSubgraph = ({ extensions }: GraphQLFormattedError, error: unknown): boolean =>
  error instanceof SubgraphError || extensions?.['serviceName'] !== undefined;

/** Returns an error as Apollo Server passes it to `formatError`. */
export function withCode(error: GraphQLError): GraphQLFormattedError {
  const code = error.extensions['code'] ?? 'INTERNAL_SERVER_ERROR';
  return { ...error.toJSON(), extensions: { ...error.extensions, code } };
}

/**
 * Answers the faults of HTTP itself in the shape of a GraphQL error, where every GraphQL client looks for the
 * reason.
 */
export function addHttpErrors(app: FastifyInstance, log: Log): void {
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const status = statusOf(error);
    if (status >= 500) log.error({ err: error }, 'a request failed');
    const shown =
      status >= 500
        ? { message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }
        : { message: MESSAGES[error.code] ?? error.message, extensions: { code: 'BAD_REQUEST' } };
    return reply.code(status).send({ errors: [shown] });
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({
      errors: [{ message: 'Nothing here; the API is at /graphql.', extensions: { code: 'NOT_FOUND' } }],
    }),
  );
}

const MESSAGES: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The request is too large.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The request is not JSON.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The request has no body.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'The request must be application/json.',
  UNKNOWN_CONTENT_ENCODING:
    'The request has a Content-Encoding that is not known: Accept-Encoding has those that are.',
  BROKEN_CONTENT_ENCODING: 'The request is not what its Content-Encoding says.',
  ERR_INVALID_URL: 'The Host header or the URL is malformed.',
};

function statusOf(error: FastifyError): number {
  return error.code === 'ERR_INVALID_URL' ? 400 : (error.statusCode ?? 500);
}
