import type { Event } from '@holdfast/kit-events/event';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { SecretToken } from '../domain/secretToken.ts';
import type { Collections } from './collections.ts';

/** Spends the token for a new password's hash; that the mail arrived verifies the e-mail address as well. The filter is the guard:
 * of concurrent calls with one token, one finds it. @returns whether this one did. */
export async function resetPasswordHash(
  users: Pick<Collections['users'], 'updateOne'>,
  { id, hash }: SecretToken,
  { passwordHash, now, event }: { passwordHash: string; now: Date; event: Event<'AccountChanged'> },
): Promise<boolean> {
  const { matchedCount } = await users.updateOne(
    { _id: id, 'passwordReset.hash': hash, 'passwordReset.expiresAt': { $gt: now } },
    {
      $set: {
        passwordHash,
        passwordReset: null,
        emailVerification: null,
        emailVerified: true,
        updatedAt: now,
      },
      ...pushEvents([event]),
    },
  );
  return matchedCount === 1;
}
