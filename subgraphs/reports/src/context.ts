import type { AuthorizationContext } from '@holdfast/kit-subgraph/authorization';
import type { Dependencies } from './dependencies.ts';

/** What the resolvers of one request share. */
export interface Context extends AuthorizationContext {
  readonly deps: Pick<Dependencies, 'database'>;
  /** Rejects while no events come. */
  readonly consuming: () => Promise<void>;
}
