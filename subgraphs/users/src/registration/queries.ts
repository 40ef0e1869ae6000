import type { Event } from '@holdfast/kit-events/event';
import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { User } from '../accounts/domain/user.ts';
import { readUserDocument } from '../accounts/queries.ts';
import type { Collections, UserDocument } from '../database/collections.ts';
import { EMAIL_UNIQUE } from '../database/indexes.ts';
import type { SecretToken } from '../tokens/domain/secretToken.ts';

/** Inserts a user. Unique indexes find conflicts; nothing is looked up beforehand. */
export async function insertUser(
  users: Pick<Collections['users'], 'insertOne'>,
  document: UserDocument,
): Promise<'inserted' | 'email taken' | 'id taken'> {
  try {
    await users.insertOne(document);
    return 'inserted';
  } catch (error) {
    if (isDuplicateKey(error, EMAIL_UNIQUE)) return 'email taken';
    if (isDuplicateKey(error)) return 'id taken';
    throw error;
  }
}

/**
 * Spends the token that verifies an e-mail address.
 * @returns the user; undefined when the token is not valid.
 */
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
