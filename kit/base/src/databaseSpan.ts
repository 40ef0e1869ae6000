/**
 * Spans of database calls, by OpenTelemetry's semantic conventions for databases. They name the operation and
 * the table or collection, never the values. A call gets a span only within another span, so polling gets
 * none. Without a collector this costs one comparison.
 */
import type { Span } from './span.ts';
import { currentTraceparent, startSpan } from './trace.ts';

export interface DatabaseCall {
  readonly system: 'postgresql' | 'mongodb';
  /** The database's name. */
  readonly namespace: string;
  /** `SELECT`, `find`. */
  readonly operation: string;
  /** A table or a collection; undefined when there is none, or when it is unclear. */
  readonly collection?: string | undefined;
}

/** How a database reports a failure: a SQLSTATE, or MongoDB's code and its name. */
export interface DatabaseFailure {
  readonly type: string;
  readonly status?: string | undefined;
}

/** Starts the span of a call within the current span. */
export function startDatabaseSpan({ system, namespace, operation, collection }: DatabaseCall): Span {
  return startSpan(`${operation} ${collection ?? namespace}`, {
    kind: 'client',
    attributes: {
      'db.system.name': system,
      'db.namespace': namespace,
      'db.operation.name': operation,
      ...(collection !== undefined && { 'db.collection.name': collection }),
    },
  });
}

export function failDatabaseSpan(span: Span, { type, status }: DatabaseFailure): void {
  if (status !== undefined) span.set({ 'db.response.status_code': status });
  span.fail(type);
}

/** Runs `work` in a span; without one when there is no parent span. */
export function withDatabaseSpan<T>(
  describe: () => DatabaseCall,
  work: () => Promise<T>,
  failureOf: (error: unknown) => DatabaseFailure,
): Promise<T> {
  return currentTraceparent() === undefined ? work() : spanned(describe(), work, failureOf);
}

async function spanned<T>(
  call: DatabaseCall,
  work: () => Promise<T>,
  failureOf: (error: unknown) => DatabaseFailure,
): Promise<T> {
  const span = startDatabaseSpan(call);
  try {
    return await work();
  } catch (error) {
    failDatabaseSpan(span, failureOf(error));
    throw error;
  } finally {
    span.end();
  }
}
