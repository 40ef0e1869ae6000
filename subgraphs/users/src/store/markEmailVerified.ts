import type { Event } from '@holdfast/kit-events/event';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { SecretToken } from '../domain/secretToken.ts';
import type { User } from '../domain/user.ts';
import type { Collections } from './collections.ts';
import { readUserDocument } from './readUserDocument.ts';

/** Spends the token that verifies an e-mail address. @returns the user; undefined when it is not good (any more). */
export async function markEmailVerified(
  users: Pick<Collections['users'], 'findOneAndUpdate'>,
  { id, hash }: SecretToken,
  { now, event }: { now: Date; event: Event<'AccountChanged'> },
): Promise<User | undefined> {
  const document = await users.findOneAndUpdate(
    { _id: id, 'emailVerification.hash': hash, 'emailVerification.expiresAt': { $gt: now } },
    {
      $set: { emailVerified: true, emailVerification: null, updatedAt: now },
      ...pushEvents([event]),
    },
    { returnDocument: 'after' },
  );
  return document ? readUserDocument(document) : undefined;
}
