import type { Role } from '@holdfast/kit-base/scopes';
import type { Client } from '../e2e/shop.ts';

/** Somebody who asks, in whatever way; for anonymous the id of nobody. */
export interface Caller extends Client {
  readonly roles: readonly Role[];
}
