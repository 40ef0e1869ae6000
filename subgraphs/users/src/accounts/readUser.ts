import { forbidden } from '@holdfast/kit-base/errors';
import { isId } from '@holdfast/kit-base/ids';
import { validate } from '@holdfast/kit-values/validation';
import type { User } from './domain/user.ts';
import { maySeeAccount, type UserView, type Viewer, viewOf } from './domain/visibility.ts';
import { userIdSchema } from './input.ts';

/** Loads a user by id; null when there is none. */
export type LoadUser = (id: string) => Promise<User | null>;

/** Reads the caller's own account; null for an anonymous caller, or when the account is gone. */
export async function readMe(loadUser: LoadUser, viewer: Viewer): Promise<UserView | null> {
  return viewer.user ? readReference(loadUser, viewer, viewer.user.id) : null;
}

/**
 * Reads an account for its user or for STAFF; null when there is none.
 * @throws BAD_USER_INPUT; FORBIDDEN for any other caller, whether the account exists or not.
 */
export async function readUser(
  loadUser: LoadUser,
  viewer: Viewer,
  input: { id: string },
): Promise<UserView | null> {
  const { id } = validate(userIdSchema, input);
  if (!maySeeAccount(viewer, id)) throw forbidden();
  return readReference(loadUser, viewer, id);
}

/**
 * Resolves another subgraph's reference to a user. The viewer decides which fields are visible.
 * @param id may have any form and any type: GraphQL does not check the contents of a representation.
 */
export async function readReference(
  loadUser: LoadUser,
  viewer: Viewer,
  id: string,
): Promise<UserView | null> {
  const user = isId(id) ? await loadUser(id) : null;
  return user && viewOf(viewer, user);
}
