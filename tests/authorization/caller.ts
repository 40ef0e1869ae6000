import type { Role } from '@holdfast/kit-base/scopes';
import type { Client } from '../e2e/shop.ts';

/** An authenticated or anonymous caller. The id of an anonymous caller belongs to no account. */
export interface Caller extends Client {
  readonly roles: readonly Role[];
}
