import type { User } from '../domain/user.ts';
import type { Collections } from './collections.ts';
import { readUserDocument, USER_FIELDS } from './readUserDocument.ts';

/** The users with these ids, in any order; unknown ids are left out. One query. */
export async function findUsers(
  users: Pick<Collections['users'], 'find'>,
  ids: readonly string[],
): Promise<User[]> {
  const documents = await users.find({ _id: { $in: [...ids] } }, { projection: USER_FIELDS }).toArray();
  return documents.map(readUserDocument);
}
