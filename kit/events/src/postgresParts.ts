import type { Postgres, Queryable } from '@holdfast/kit-postgres/postgres';
import type { PgBoss } from 'pg-boss';
import type { BusOptions } from './bus.ts';

/** What the parts of the bus on PostgreSQL share. */
export interface PostgresBusParts extends BusOptions {
  readonly boss: PgBoss;
  readonly database: Postgres;
  /** Calls back when there may be something new. @returns a function that ends it. */
  onWake(wake: () => void): () => void;
}

/** The queue of a consumer. */
export const queueOf = (consumer: string) => `to-${consumer}`;

/** The queue of events that were given up. Nobody works on it. */
export const DEAD_LETTERS = 'dead-letters';

/** Lets pg-boss take part in a transaction of ours. */
export const within = (tx: Queryable) => ({
  db: { executeSql: (text: string, values?: unknown[]) => tx.query(text, values) },
});
