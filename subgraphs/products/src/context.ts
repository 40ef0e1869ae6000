import type { Identity } from '@holdfast/kit-base/identity';
import type { AuthorizationContext } from '@holdfast/kit-subgraph/authorization';
import type { Dependencies } from './dependencies.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What the resolvers of one request share. */
export interface Context extends AuthorizationContext {
  readonly identity: Identity;
  readonly dependencies: Dependencies;
  readonly loaders: Loaders;
}

export function createContext(dependencies: Dependencies, identity: Identity): Context {
  return { identity, dependencies, loaders: createLoaders(dependencies) };
}
