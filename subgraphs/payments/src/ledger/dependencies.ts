import type { Clock, NewId } from '@holdfast/kit-base/clock';
import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** The dependencies of the use cases. Each of their writes is one statement, so none needs a transaction. */
export interface Dependencies {
  readonly database: Queryable;
  readonly clock: Clock;
  readonly newId: NewId;
}
