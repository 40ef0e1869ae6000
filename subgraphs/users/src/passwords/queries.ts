import type { Event } from '@holdfast/kit-events/event';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { Collections } from '../database/collections.ts';
import type { TokenToMail } from '../tokens/domain/mailToken.ts';
import type { SecretToken } from '../tokens/domain/secretToken.ts';

/**
 * Writes a new password's hash if the old one is still the one that was checked, and voids the tokens for
 * resetting it.
 * @returns true when it was.
 */
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

/** Replaces a user's token for a new password, and adds the event that has it mailed. */
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

/** Costs as much as `requestReset`: one document is found by its key and written. */
export async function writeDecoy(decoys: Pick<Collections['decoys'], 'updateOne'>, now: Date): Promise<void> {
  await decoys.updateOne({ _id: 'password reset' }, { $set: { at: now } }, { upsert: true });
}

/**
 * Returns true when the token is its user's newest for a new password and has not expired. Checked before a
 * password is hashed.
 */
export async function findResettable(
  users: Pick<Collections['users'], 'findOne'>,
  { id, hash }: SecretToken,
  now: Date,
): Promise<boolean> {
  const filter = { _id: id, 'passwordReset.hash': hash, 'passwordReset.expiresAt': { $gt: now } };
  return (await users.findOne(filter, { projection: { _id: 1 } })) !== null;
}

/**
 * Spends the token and writes the new password's hash. The token also proves that mail arrives, so the e-mail
 * address is verified. The filter is the guard: of concurrent calls with one token, one matches.
 * @returns true when this one did.
 */
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
