import type { AuthorizationContext } from '@holdfast/kit/authorization';
import type { Identity } from '@holdfast/kit/identity';
import DataLoader from 'dataloader';
import type { Dependencies } from './dependencies.ts';
import type { LoadUser } from './readUser.ts';
import { findUsers } from './store/findUsers.ts';

/** What the resolvers of one request share. */
export interface Context extends AuthorizationContext {
  readonly identity: Identity;
  readonly dependencies: Dependencies;
  /** All users that one step of the request asks for, in one query. */
  readonly loadUser: LoadUser;
}

export function createContext(dependencies: Dependencies, identity: Identity): Context {
  const users = new DataLoader(async (ids: readonly string[]) => {
    const found = new Map((await findUsers(dependencies.users, ids)).map((user) => [user.id, user]));
    return ids.map((id) => found.get(id) ?? null);
  });
  return { identity, dependencies, loadUser: (id) => users.load(id) };
}
