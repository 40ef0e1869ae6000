import { conflict, notFound } from '@holdfast/kit-base/errors';
import type { Role } from '@holdfast/kit-base/scopes';
import { validate } from '@holdfast/kit-values/validation';
import type { Dependencies } from './dependencies.ts';
import { accountChanged } from './domain/accountEvents.ts';
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
 * @param actor who gives them.
 * @throws BAD_USER_INPUT; NOT_FOUND; CONFLICT when no ADMIN would be left.
 */
export async function setUserRoles(
  { users, sessions, clock, newId }: Pick<Dependencies, 'users' | 'sessions' | 'clock' | 'newId'>,
  input: { userId: string; roles: readonly Role[] },
  actor: string,
): Promise<UserView> {
  const { userId, roles } = validate(rolesSchema, input);
  const change = (from: readonly Role[], to: readonly Role[], by: string) => {
    const now = clock();
    const told = { change: 'ROLES_CHANGED', before: { roles: from }, after: { roles: to } } as const;
    const event = accountChanged(userId, by, told, { now, newId });
    return replaceRoles(users, userId, { roles: to, seen: from, now, event });
  };
  // Ends: a round more is one in which somebody else changed them.
  for (;;) {
    const [found] = await findUsers(users, [userId]);
    if (!found) throw notFound('User');
    const before = found.roles;
    if (!(await change(before, roles, actor))) continue;
    const takesAdmin = before.includes('ADMIN') && !roles.includes('ADMIN');
    if (takesAdmin && (await countAdmins(users)) === 0) {
      await change(roles, before, 'users');
      throw conflict('One ADMIN at least has to be left.');
    }
    break;
  }
  await endSessionsOf(sessions, userId, clock());
  const [user] = await findUsers(users, [userId]);
  if (!user) throw notFound('User');
  return ownView(user);
}
