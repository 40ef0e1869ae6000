/** Passes the current trace to PostgreSQL, and creates the spans of statements. */

import { type DatabaseFailure, withDatabaseSpan } from '@holdfast/kit-base/databaseSpan';
import { currentTraceparent } from '@holdfast/kit-base/trace';
import pg from 'pg';
import { summaryOf } from './sql.ts';

/**
 * Puts the trace of a single statement into a comment. Triggers read it there (`current_trace` in
 * `outboxPostgres.ts`), and it leads from a slow statement to its request.
 */
export function withTrace(text: string): string {
  const traceparent = currentTraceparent();
  return traceparent === undefined ? text : `/*traceparent='${traceparent}'*/ ${text}`;
}

/** Sets the trace for all statements of a transaction, in the same round trip as its `begin`. */
export function beginWithTrace(begin: string): string {
  const traceparent = currentTraceparent();
  return traceparent === undefined ? begin : `${begin}; set local holdfast.traceparent = '${traceparent}'`;
}

/** Runs a statement in its own span if there is a parent span. */
export function statementSpan<T>(namespace: string, text: string, work: () => Promise<T>): Promise<T> {
  const describe = () => {
    const { operation, table } = summaryOf(text);
    return { system: 'postgresql', namespace, operation, collection: table } as const;
  };
  return withDatabaseSpan(describe, work, failureOf);
}

function failureOf(error: unknown): DatabaseFailure {
  const status = error instanceof pg.DatabaseError ? error.code : undefined;
  return { type: status ?? (error instanceof Error ? error.name : 'Error'), status };
}
