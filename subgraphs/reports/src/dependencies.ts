import type { Clock, NewId } from '@holdfast/kit-base/clock';
import type { Postgres } from '@holdfast/kit-postgres/postgres';

/** What the use cases need from outside. */
export interface Dependencies {
  readonly database: Postgres;
  readonly clock: Clock;
  readonly newId: NewId;
}
