import type { Event } from '@holdfast/kit-events/event';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { Collections } from './collections.ts';

/** Writes a new password's hash, if the old one still is the one that was checked. Tokens for resetting it are void.
 * @returns whether it was. */
export async function replacePassword(
  users: Pick<Collections['users'], 'updateOne'>,
  id: string,
  { checked, next, now, event }: { checked: string; next: string; now: Date; event: Event<'AccountChanged'> },
): Promise<boolean> {
  const { matchedCount } = await users.updateOne(
    { _id: id, passwordHash: checked },
    {
      $set: { passwordHash: next, passwordReset: null, updatedAt: now },
      ...pushEvents([event]),
    },
  );
  return matchedCount === 1;
}
