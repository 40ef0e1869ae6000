import type { Postgres, Queryable } from '@holdfast/kit-postgres/postgres';
import type { PgBoss } from 'pg-boss';
import type { BusOptions } from './bus.ts';

/** The dependencies that the parts of the bus on PostgreSQL share. */
export interface PostgresBusParts extends BusOptions {
  readonly boss: PgBoss;
  readonly database: Postgres;
  /** Calls `wake` when there may be new jobs. @returns a function that unsubscribes. */
  onWake(wake: () => void): () => void;
}

/** Returns the name of a consumer's queue. */
export const queueOf = (consumer: string) => `to-${consumer}`;

/** The queue of dead letters. No consumer reads it. */
export const DEAD_LETTERS = 'dead-letters';

/** Makes pg-boss run in one of our transactions. */
export const within = (tx: Queryable) => ({
  db: { executeSql: (text: string, values?: unknown[]) => tx.query(text, values) },
});
