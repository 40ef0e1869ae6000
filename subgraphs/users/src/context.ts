import type { AuthorizationContext } from '@holdfast/kit/authorization';
import { CLIENT_ADDRESS_HEADER, type Identity } from '@holdfast/kit/identity';
import type { ServedRequest } from '@holdfast/kit/server';
import { batch } from '@holdfast/kit/telemetry/batch';
import DataLoader from 'dataloader';
import { findUsers } from './accounts/queries.ts';
import type { LoadUser } from './accounts/readUser.ts';
import type { Dependencies } from './dependencies.ts';
import { networkOf } from './limits/clientNetwork.ts';
import type { ClientNetwork } from './limits/limits.ts';

/** What the resolvers of one request share. */
export interface Context extends AuthorizationContext {
  readonly identity: Identity;
  readonly dependencies: Dependencies;
  /** Where the client calls from, for limits. */
  readonly network: ClientNetwork;
  /** All users that one step of the request asks for, in one query. */
  readonly loadUser: LoadUser;
}

export function createContext(
  dependencies: Dependencies,
  identity: Identity,
  { headers }: ServedRequest,
): Context {
  const users = new DataLoader(
    batch('users', async (ids: readonly string[]) => {
      const found = new Map((await findUsers(dependencies.users, ids)).map((user) => [user.id, user]));
      return ids.map((id) => found.get(id) ?? null);
    }),
  );
  // Another service's requests come from no client.
  const address = identity.service === 'gateway' ? headers[CLIENT_ADDRESS_HEADER] : undefined;
  const network = typeof address === 'string' ? networkOf(address) : null;
  return { identity, dependencies, network, loadUser: (id) => users.load(id) };
}
