import type { Event } from '@holdfast/kit/events/event';
import { pushEvents } from '@holdfast/kit/events/outboxMongo';
import type { Collections, UserDocument } from '../database/collections.ts';
import { emailKey, formerEmailKey } from './domain/email.ts';
import type { User } from './domain/user.ts';

/** What a query of users asks for: what `User` has, and no secret. */
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

/** Takes fields one by one: what else a document has stays in the store. */
export function readUserDocument(document: StoredUser): User {
  const { _id, email, emailVerified, name, roles, addresses, defaultAddressId, createdAt } = document;
  return { id: _id, email, emailVerified, name, roles, addresses, defaultAddressId, createdAt };
}

/** The users with these ids, in any order; unknown ids are left out. One query. */
export async function findUsers(
  users: Pick<Collections['users'], 'find'>,
  ids: readonly string[],
): Promise<User[]> {
  const documents = await users.find({ _id: { $in: [...ids] } }, { projection: USER_FIELDS }).toArray();
  return documents.map(readUserDocument);
}

/**
 * The account of an e-mail address. Two accounts may have one address, from before their domains were compared as they are now:
 * each is then found by its address as it is written there.
 */
export async function findByEmail(
  users: Pick<Collections['users'], 'findOne'>,
  email: string,
): Promise<UserDocument | null> {
  const [key, former] = [emailKey(email), formerEmailKey(email)];
  const sharing = key === former ? null : { emailKey: former, sharesEmailWith: { $exists: true } };
  return (sharing && (await users.findOne(sharing))) ?? users.findOne({ emailKey: key });
}

/** @returns the user after it; undefined when there is none. */
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
