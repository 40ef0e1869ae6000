import type { Clock, NewId } from '@holdfast/kit-base/clock';
import { conflict, notFound } from '@holdfast/kit-base/errors';
import type { Role } from '@holdfast/kit-base/scopes';
import { validate } from '@holdfast/kit-values/validation';
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
 * Replaces a user's roles, and ends all their sessions.
 *
 * The remaining ADMINs are counted after the change, which is undone when there are none. When two requests
 * take the role from the last two ADMINs at once, at least one of them notices; counting beforehand would let
 * both pass.
 * @param actor the caller's id.
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
    const reported = { change: 'ROLES_CHANGED', before: { roles: from }, after: { roles: to } } as const;
    const event = accountChanged(userId, by, reported, { now, newId });
    return replaceRoles(users, userId, { roles: to, seen: from, now, event });
  };
  // Repeats only when another request has just changed the roles.
  for (;;) {
    const [found] = await findUsers(users, [userId]);
    if (!found) throw notFound('User');
    const before = found.roles;
    if (!(await change(before, roles, actor))) continue;
    const takesAdmin = before.includes('ADMIN') && !roles.includes('ADMIN');
    if (takesAdmin && (await countAdmins(users)) === 0) {
      await change(roles, before, 'users');
      throw conflict('At least one ADMIN must remain.');
    }
    break;
  }
  await endSessionsOf(sessions, userId, clock());
  const [user] = await findUsers(users, [userId]);
  if (!user) throw notFound('User');
  return ownView(user);
}
