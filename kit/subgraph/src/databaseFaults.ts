/**
 * Recognizes transient database errors: the database is unavailable or too slow. It uses their names and
 * codes, so that it loads no driver.
 */

import { subgraphTimeout, subgraphUnavailable } from '@holdfast/kit-base/errors';
import type { GraphQLError } from 'graphql';

/**
 * PostgreSQL: connection failure (class 08), too many connections, shutdown, not ready yet, or an idle
 * transaction was ended.
 */
const POSTGRES_STATES = /^(08...|53300|57P0[123]|25P03)$/;
/** PostgreSQL cancelled a statement that took too long. */
const POSTGRES_LATE = '57014';
/** Messages of `pg` and its pool about connections; these errors have no code. */
const POSTGRES_MESSAGES =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

const MONGO_NAMES: ReadonlySet<string> = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoNotConnectedError',
  'MongoPoolClearedError',
  'MongoServerSelectionError',
]);
/** MongoDB: shutdown, or another member of the set becomes the primary. */
const MONGO_CODES: ReadonlySet<unknown> = new Set([91, 189, 10107, 11600, 11602, 13435, 13436]);

/** Node's codes of a connection that could not be opened, or broke. */
const SYSTEM_CODES: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * Returns the error that a service reports for a transient error of its database; undefined for any other
 * error, which is a defect.
 * @param service this service, as the supergraph names it.
 */
export function faultOfDatabase(service: string, error: unknown): GraphQLError | undefined {
  if (isMongoTimeout(error) || codeOf(error) === POSTGRES_LATE) return subgraphTimeout(service, error);
  return isUnavailable(error) ? subgraphUnavailable(service, error) : undefined;
}

function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return (
    MONGO_NAMES.has(error.name) ||
    (error.name === 'MongoServerError' && MONGO_CODES.has(code)) ||
    (typeof code === 'string' && POSTGRES_STATES.test(code)) ||
    SYSTEM_CODES.has(code) ||
    POSTGRES_MESSAGES.test(error.message)
  );
}

/** Returns the code that a driver or Node set, not that of a GraphQL error. */
function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** Returns true when MongoDB ended an operation at its `maxTimeMS` (MaxTimeMSExpired). */
function isMongoTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'MongoServerError' && 'code' in error && error.code === 50;
}
