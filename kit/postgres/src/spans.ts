/** What PostgreSQL is told of the trace that a statement belongs to, and the trace of the statement. */

import { type DatabaseFailure, withDatabaseSpan } from '@holdfast/kit-base/databaseSpan';
import { currentTraceparent } from '@holdfast/kit-base/trace';
import pg from 'pg';
import { summaryOf } from './sql.ts';

/** A statement alone says its trace in a comment, where triggers find it (`current_trace` in `outboxPostgres.ts`); and who
 * looks for a slow statement's request. */
export function withTrace(text: string): string {
  const traceparent = currentTraceparent();
  return traceparent === undefined ? text : `/*traceparent='${traceparent}'*/ ${text}`;
}

/** A transaction says it for all of its statements, in the round trip of its beginning. */
export function beginWithTrace(begin: string): string {
  const traceparent = currentTraceparent();
  return traceparent === undefined ? begin : `${begin}; set local holdfast.traceparent = '${traceparent}'`;
}

/** Runs a statement in a span of its own, while there is one that it would be below. */
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
