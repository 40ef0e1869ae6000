import type { Event } from '@holdfast/kit-events/event';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { Collections, UserDocument } from '../database/collections.ts';
import { emailKey, formerEmailKey } from './domain/email.ts';
import type { User } from './domain/user.ts';

/** The projection of a query for users: the fields of `User`, and no secret. */
export const USER_FIELDS = {
  email: 1,
  emailVerified: 1,
  name: 1,
  roles: 1,
  addresses: 1,
  defaultAddressId: 1,
  createdAt: 1,
} as const;

type StoredUser = Pick<UserDocument, '_id' | keyof typeof USER_FIELDS>;

/** Copies the fields one by one, so that nothing else in a document leaves the database layer. */
export function readUserDocument(document: StoredUser): User {
  const { _id, email, emailVerified, name, roles, addresses, defaultAddressId, createdAt } = document;
  return { id: _id, email, emailVerified, name, roles, addresses, defaultAddressId, createdAt };
}

/** Finds the users with these ids in one query, in any order; unknown ids are left out. */
export async function findUsers(
  users: Pick<Collections['users'], 'find'>,
  ids: readonly string[],
): Promise<User[]> {
  const documents = await users.find({ _id: { $in: [...ids] } }, { projection: USER_FIELDS }).toArray();
  return documents.map(readUserDocument);
}

/**
 * Finds the account of an e-mail address. Two accounts can share an address if they were opened before
 * domains were compared as they are now. Each of them is then found by its address as it was written.
 */
export async function findByEmail(
  users: Pick<Collections['users'], 'findOne'>,
  email: string,
): Promise<UserDocument | null> {
  const [key, former] = [emailKey(email), formerEmailKey(email)];
  const sharing = key === former ? null : { emailKey: former, sharesEmailWith: { $exists: true } };
  return (sharing && (await users.findOne(sharing))) ?? users.findOne({ emailKey: key });
}

/** @returns the changed user; undefined when there is none. */
export async function saveProfile(
  users: Pick<Collections['users'], 'findOneAndUpdate'>,
  id: string,
  {
    name,
    words,
    now,
    event,
  }: { name: string; words: readonly string[]; now: Date; event: Event<'AccountChanged'> },
): Promise<User | undefined> {
  const document = await users.findOneAndUpdate(
    { _id: id },
    { $set: { name, words: [...words], updatedAt: now }, ...pushEvents([event]) },
    { returnDocument: 'after' },
  );
  return document ? readUserDocument(document) : undefined;
}
