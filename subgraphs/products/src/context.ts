import type { Clock, NewId } from '@holdfast/kit-base/clock';
import type { Identity } from '@holdfast/kit-base/identity';
import type { AuthorizationContext } from '@holdfast/kit-subgraph/authorization';
import type { Collections } from './database/collections.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** The dependencies of all use cases. Each takes only the part that it needs. */
export interface Dependencies extends Collections {
  readonly clock: Clock;
  readonly newId: NewId;
}

/** The context that the resolvers of one request share. */
export interface Context extends AuthorizationContext {
  readonly identity: Identity;
  readonly dependencies: Dependencies;
  readonly loaders: Loaders;
}

export function createContext(dependencies: Dependencies, identity: Identity): Context {
  return { identity, dependencies, loaders: createLoaders(dependencies) };
}
