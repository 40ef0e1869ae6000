import type { SecretToken } from '../domain/secretToken.ts';
import type { Collections } from './collections.ts';

/** What need not be mailed any more. */
const VOID = ['holdfast.PasswordResetRequested.v1', 'holdfast.EmailVerificationRequested.v1'] as const;

/** Spends the token for a new password's hash; that the mail arrived verifies the e-mail address as well. The filter is the guard:
 * of concurrent calls with one token, one finds it. @returns whether this one did. */
export async function resetPasswordHash(
  users: Pick<Collections['users'], 'updateOne'>,
  { id, hash }: SecretToken,
  { passwordHash, now }: { passwordHash: string; now: Date },
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
      $pull: { outbox: { type: { $in: [...VOID] } } },
    },
  );
  return matchedCount === 1;
}
