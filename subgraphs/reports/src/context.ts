import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { AuthorizationContext } from '@holdfast/kit-subgraph/authorization';

/** The context that the resolvers of one request share. */
export interface Context extends AuthorizationContext {
  readonly deps: { readonly database: Queryable };
  /** Rejects while the service receives no events. */
  readonly consuming: () => Promise<void>;
}
