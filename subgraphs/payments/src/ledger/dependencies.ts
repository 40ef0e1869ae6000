import type { Clock, NewId } from '@holdfast/kit-base/clock';
import type { Postgres, Queryable } from '@holdfast/kit-postgres/postgres';

/** The dependencies of the use cases. Most of their writes are one statement, and need no transaction. */
export interface Dependencies {
  readonly database: Queryable;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** The dependencies of the use cases that need a transaction. */
export interface TransactionalDependencies extends Dependencies {
  readonly database: Pick<Postgres, 'query' | 'transaction'>;
}
