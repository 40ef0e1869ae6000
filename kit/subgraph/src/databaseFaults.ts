/** Errors of a database that pass: it is away, or was too slow. By their names and codes, so that no driver is loaded for it. */

import { subgraphTimeout, subgraphUnavailable } from '@holdfast/kit-base/errors';
import type { GraphQLError } from 'graphql';

/** PostgreSQL: no connection (class 08), none is left, it ends, it is not ready yet, or it ended a transaction that paused. */
const POSTGRES_STATES = /^(08...|53300|57P0[123]|25P03)$/;
/** PostgreSQL ended a statement that took too long. */
const POSTGRES_LATE = '57014';
/** What `pg` and its pool say of a connection, which has no code. */
const POSTGRES_MESSAGES =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

const MONGO_NAMES: ReadonlySet<string> = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoNotConnectedError',
  'MongoPoolClearedError',
  'MongoServerSelectionError',
]);
/** MongoDB: it ends, or another member of the set becomes the primary. */
const MONGO_CODES: ReadonlySet<unknown> = new Set([91, 189, 10107, 11600, 11602, 13435, 13436]);

/** How Node tells of a connection that could not be made, or broke. */
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
 * What a service says of an error of its database that passes; undefined for any other, which is a defect.
 * @param service this one, as the supergraph names it.
 */
export function faultOfDatabase(service: string, error: unknown): GraphQLError | undefined {
  if (isMongoTimeout(error) || codeOf(error) === POSTGRES_LATE) return subgraphTimeout(service, error);
  return isAway(error) ? subgraphUnavailable(service, error) : undefined;
}

function isAway(error: unknown): boolean {
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

/** The driver's or Node's own, and not that of a GraphQL error. */
function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** Returns true when MongoDB ended an operation at its `maxTimeMS` (MaxTimeMSExpired). */
function isMongoTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'MongoServerError' && 'code' in error && error.code === 50;
}
