import { conflict, notFound } from '@holdfast/kit/errors';
import type { Role } from '@holdfast/kit/scopes';
import { validate } from '@holdfast/kit/validation';
import type { Dependencies } from './dependencies.ts';
import { ownView, type UserView } from './domain/visibility.ts';
import { rolesSchema } from './input.ts';
import { countAdmins } from './store/countAdmins.ts';
import { endSessionsOf } from './store/endSessionsOf.ts';
import { findUsers } from './store/findUsers.ts';
import { replaceRoles } from './store/replaceRoles.ts';

/**
 * Gives a user these roles instead of those before, and ends all their sessions.
 *
 * That an ADMIN is left is counted after the change, which is taken back when there is none: of two that take the role from the
 * last two at once, at least one sees it, where counting before would let both pass.
 * @throws BAD_USER_INPUT; NOT_FOUND; CONFLICT when no ADMIN would be left.
 */
export async function setUserRoles(
  { users, sessions, clock }: Pick<Dependencies, 'users' | 'sessions' | 'clock'>,
  input: { userId: string; roles: readonly Role[] },
): Promise<UserView> {
  const { userId, roles } = validate(rolesSchema, input);
  const before = await replaceRoles(users, userId, { roles, now: clock() });
  if (!before) throw notFound('User');
  const takesAdmin = before.includes('ADMIN') && !roles.includes('ADMIN');
  if (takesAdmin && (await countAdmins(users)) === 0) {
    await replaceRoles(users, userId, { roles: before, seen: roles, now: clock() });
    throw conflict('One ADMIN at least has to be left.');
  }
  await endSessionsOf(sessions, userId, clock());
  const [user] = await findUsers(users, [userId]);
  if (!user) throw notFound('User');
  return ownView(user);
}
