import { forbidden } from '@holdfast/kit/errors';
import { isId } from '@holdfast/kit/ids';
import { validate } from '@holdfast/kit/validation';
import type { User } from './domain/user.ts';
import { maySeeAccount, type UserView, type Viewer, viewOf } from './domain/visibility.ts';
import { userIdSchema } from './input.ts';

/** Reads a user by id; null for an unknown one. */
export type LoadUser = (id: string) => Promise<User | null>;

/** The caller's own account; null for an anonymous caller, or when the account is gone. */
export async function readMe(loadUser: LoadUser, viewer: Viewer): Promise<UserView | null> {
  return viewer.user ? readReference(loadUser, viewer, viewer.user.id) : null;
}

/**
 * An account, for its user and for STAFF; null when there is none.
 * @throws BAD_USER_INPUT; FORBIDDEN for everybody else, whether it exists or not.
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
 * What another subgraph's reference to a user stands for: what of it is shown depends on the viewer.
 * @param id of any form, and any type: GraphQL does not check what stands in a representation.
 */
export async function readReference(
  loadUser: LoadUser,
  viewer: Viewer,
  id: string,
): Promise<UserView | null> {
  const user = isId(id) ? await loadUser(id) : null;
  return user && viewOf(viewer, user);
}
