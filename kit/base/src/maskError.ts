import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Log } from './log.ts';

/**
 * Passes on an error that was thrown for the client. Hides any other error behind one sentence, and logs it.
 */
export function maskError(formatted: GraphQLFormattedError, error: unknown, log: Log): GraphQLFormattedError {
  if (formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') return formatted;
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  log.error({ err: cause, path: formatted.path }, 'a resolver failed');
  return { ...formatted, message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}
