import type { Role } from '@holdfast/kit-base/scopes';
import type { Event } from '@holdfast/kit-events/event';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { Collections } from './collections.ts';

/** Writes nothing unless the roles still are those that were seen. @returns whether they were. */
export async function replaceRoles(
  users: Pick<Collections['users'], 'updateOne'>,
  id: string,
  {
    roles,
    seen,
    now,
    event,
  }: { roles: readonly Role[]; seen: readonly Role[]; now: Date; event: Event<'AccountChanged'> },
): Promise<boolean> {
  const { matchedCount } = await users.updateOne(
    { _id: id, roles: [...seen] },
    { $set: { roles: [...roles], updatedAt: now }, ...pushEvents([event]) },
  );
  return matchedCount === 1;
}
