import type { Clock, NewId } from '@holdfast/kit-base/clock';
import type { Collections } from './store/collections.ts';

/** What the use cases need. */
export interface Dependencies extends Collections {
  readonly clock: Clock;
  readonly newId: NewId;
}
