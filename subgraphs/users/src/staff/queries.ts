import type { Role } from '@holdfast/kit-base/scopes';
import type { Event } from '@holdfast/kit-events/event';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { Filter } from 'mongodb';
import type { User } from '../accounts/domain/user.ts';
import { readUserDocument, USER_FIELDS } from '../accounts/queries.ts';
import type { Collections, UserDocument } from '../database/collections.ts';

/** Finds users for whom each of `words` begins one of their words; the newest first, after the id `after`. */
export async function findUserPage(
  users: Pick<Collections['users'], 'find'>,
  words: readonly string[],
  { limit, after }: { limit: number; after: string | undefined },
): Promise<User[]> {
  const place: Filter<UserDocument> = after === undefined ? {} : { _id: { $lt: after } };
  const documents = await users
    .find({ ...place, ...selection(words) }, { projection: USER_FIELDS })
    .sort({ _id: -1 })
    .limit(limit)
    .toArray();
  return documents.map(readUserDocument);
}

/** Counts the users on all pages. */
export function countUsers(
  users: Pick<Collections['users'], 'countDocuments'>,
  words: readonly string[],
): Promise<number> {
  return users.countDocuments(selection(words));
}

/** Matches prefixes by a range of the index, so that a client's text is never read as a pattern. */
function selection(words: readonly string[]): Filter<UserDocument> {
  if (words.length === 0) return {};
  return { $and: words.map((word) => ({ words: { $elemMatch: { $gte: word, $lt: `${word}\u{10FFFF}` } } })) };
}

/** Writes the roles if the current ones are still `seen`. @returns true when they were. */
export async function replaceRoles(
  users: Pick<Collections['users'], 'updateOne'>,
  id: string,
  {
    roles,
    seen,
    now,
    event,
  }: { roles: readonly Role[]; seen: readonly Role[]; now: Date; event: Event<'AccountChanged'> },
): Promise<boolean> {
  const { matchedCount } = await users.updateOne(
    { _id: id, roles: [...seen] },
    { $set: { roles: [...roles], updatedAt: now }, ...pushEvents([event]) },
  );
  return matchedCount === 1;
}

export function countAdmins(users: Pick<Collections['users'], 'countDocuments'>): Promise<number> {
  return users.countDocuments({ roles: 'ADMIN' });
}
