import type { AuthorizationContext } from '@holdfast/kit/authorization';
import type { Queryable } from '@holdfast/kit/postgres';

/** The context that the resolvers of one request share. */
export interface Context extends AuthorizationContext {
  readonly deps: { readonly database: Queryable };
  /** Rejects while the service receives no events. */
  readonly consuming: () => Promise<void>;
}
