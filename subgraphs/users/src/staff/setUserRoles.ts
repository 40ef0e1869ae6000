import type { Clock, NewId } from '@holdfast/kit/clock';
import { conflict, notFound } from '@holdfast/kit/errors';
import type { Role } from '@holdfast/kit/scopes';
import { validate } from '@holdfast/kit/validation';
import { accountChanged } from '../accounts/domain/accountChanged.ts';
import { ownView, type UserView } from '../accounts/domain/visibility.ts';
import { findUsers } from '../accounts/queries.ts';
import type { Collections } from '../database/collections.ts';
import { endSessionsOf } from '../sessions/queries.ts';
import { rolesSchema } from './input.ts';
import { countAdmins, replaceRoles } from './queries.ts';

interface RoleDependencies extends Pick<Collections, 'users' | 'sessions'> {
  readonly clock: Clock;
  readonly newId: NewId;
}

/**
 * Gives a user these roles instead of those before, and ends all their sessions.
 *
 * That an ADMIN is left is counted after the change, which is taken back when there is none: of two that take the role from the
 * last two at once, at least one sees it, where counting before would let both pass.
 * @param actor who gives them.
 * @throws BAD_USER_INPUT; NOT_FOUND; CONFLICT when no ADMIN would be left.
 */
export async function setUserRoles(
  { users, sessions, clock, newId }: RoleDependencies,
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
