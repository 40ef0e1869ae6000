import type { Clock, NewId } from '@holdfast/kit-base/clock';
import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** What the use cases need. Each of their writes is one statement, so no transaction is asked for. */
export interface Dependencies {
  readonly database: Queryable;
  readonly clock: Clock;
  readonly newId: NewId;
}
