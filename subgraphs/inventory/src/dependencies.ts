import type { Clock, NewId } from '@holdfast/kit-base/clock';
import type { Postgres } from '@holdfast/kit-postgres/postgres';

/** The dependencies of all use cases; each of them takes the part that it needs. */
export interface Dependencies {
  readonly database: Postgres;
  readonly clock: Clock;
  readonly newId: NewId;
}
