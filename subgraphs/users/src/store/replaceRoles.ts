import type { Role } from '@holdfast/kit/scopes';
import type { Collections } from './collections.ts';

/** @param seen when given, nothing is written unless these still are the roles. @returns the roles before; undefined
 *   when nothing was written. */
export async function replaceRoles(
  users: Pick<Collections['users'], 'findOneAndUpdate'>,
  id: string,
  { roles, seen, now }: { roles: readonly Role[]; seen?: readonly Role[]; now: Date },
): Promise<readonly Role[] | undefined> {
  const before = await users.findOneAndUpdate(
    { _id: id, ...(seen && { roles: [...seen] }) },
    { $set: { roles: [...roles], updatedAt: now } },
    { returnDocument: 'before' },
  );
  return before?.roles;
}
