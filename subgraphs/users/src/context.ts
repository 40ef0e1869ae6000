import { CLIENT_ADDRESS_HEADER, type Identity } from '@holdfast/kit-base/identity';
import type { AuthorizationContext } from '@holdfast/kit-subgraph/authorization';
import type { ServedRequest } from '@holdfast/kit-subgraph/server';
import DataLoader from 'dataloader';
import type { LoadUser } from './accounts/readUser.ts';
import { sharedUsers } from './accounts/sharedUsers.ts';
import type { Dependencies } from './dependencies.ts';
import { networkOf } from './limits/clientNetwork.ts';
import type { ClientNetwork } from './limits/limits.ts';

/** The context that the resolvers of one request share. */
export interface Context extends AuthorizationContext {
  readonly identity: Identity;
  readonly dependencies: Dependencies;
  /** The client's network, by which its attempts are counted. */
  readonly network: ClientNetwork;
  /** Loads all users that one step of the request needs in one query. */
  readonly loadUser: LoadUser;
}

export function createContext(
  dependencies: Dependencies,
  identity: Identity,
  { headers }: ServedRequest,
): Context {
  const readUser = sharedUsers(dependencies.users);
  const users = new DataLoader((ids: readonly string[]) => Promise.all(ids.map(readUser)));
  // Only the gateway's requests come from a client.
  const address = identity.service === 'gateway' ? headers[CLIENT_ADDRESS_HEADER] : undefined;
  const network = typeof address === 'string' ? networkOf(address) : null;
  return { identity, dependencies, network, loadUser: (id) => users.load(id) };
}
