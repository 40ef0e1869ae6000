import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { TokenToMail } from '../domain/mailToken.ts';
import type { Collections } from './collections.ts';

/** Keeps a user's token for a new password in place of the one before, with the event that has it mailed. */
export async function requestReset(
  users: Pick<Collections['users'], 'updateOne'>,
  id: string,
  { kept, event, now }: TokenToMail & { now: Date },
): Promise<void> {
  await users.updateOne(
    { _id: id },
    { $set: { passwordReset: kept, updatedAt: now }, ...pushEvents([event]) },
  );
}
