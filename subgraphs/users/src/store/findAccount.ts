import type { User } from '../domain/user.ts';
import type { Collections } from './collections.ts';
import { readUserDocument } from './readUserDocument.ts';

/** A user as they are now, with their password's hash. */
export async function findAccount(
  users: Pick<Collections['users'], 'findOne'>,
  id: string,
): Promise<{ user: User; passwordHash: string } | undefined> {
  const document = await users.findOne({ _id: id });
  return document ? { user: readUserDocument(document), passwordHash: document.passwordHash } : undefined;
}
