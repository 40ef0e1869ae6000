/**
 * Spans of what a database is asked, by OpenTelemetry's semantic conventions for databases: which operation, of which table or
 * collection, and never with which values. Only within a span, so not for what looks for work once a second; without a
 * collector it is one comparison.
 */
import type { Span } from './span.ts';
import { currentTraceparent, startSpan } from './trace.ts';

export interface DatabaseCall {
  readonly system: 'postgresql' | 'mongodb';
  /** The database's name. */
  readonly namespace: string;
  /** `SELECT`, `find`. */
  readonly operation: string;
  /** A table or a collection; undefined for what is of none, or where it is not plain. */
  readonly collection?: string | undefined;
}

/** What a database says of a failure: SQLSTATE, or MongoDB's number and name. */
export interface DatabaseFailure {
  readonly type: string;
  readonly status?: string | undefined;
}

/** Begins the span of a call within the current one. */
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

/** Does `work` with a span; without one when there is none that it would be below. */
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
