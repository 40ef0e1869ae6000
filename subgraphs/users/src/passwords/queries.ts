import type { Event } from '@holdfast/kit/events/event';
import { pushEvents } from '@holdfast/kit/events/outboxMongo';
import type { Collections } from '../database/collections.ts';
import type { TokenToMail } from '../tokens/domain/mailToken.ts';
import type { SecretToken } from '../tokens/domain/secretToken.ts';

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

/** Costs what `requestReset` costs for an account that is there: one document found by a key and written. */
export async function writeDecoy(decoys: Pick<Collections['decoys'], 'updateOne'>, now: Date): Promise<void> {
  await decoys.updateOne({ _id: 'password reset' }, { $set: { at: now } }, { upsert: true });
}

/** Whether the token is the newest one of its user for a new password, and in time: before a hash is made for it. */
export async function findResettable(
  users: Pick<Collections['users'], 'findOne'>,
  { id, hash }: SecretToken,
  now: Date,
): Promise<boolean> {
  const filter = { _id: id, 'passwordReset.hash': hash, 'passwordReset.expiresAt': { $gt: now } };
  return (await users.findOne(filter, { projection: { _id: 1 } })) !== null;
}

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
