import type { User } from '../domain/user.ts';
import type { Collections } from './collections.ts';
import { readUserDocument } from './readUserDocument.ts';

/** The account of an e-mail address (in the form of `emailKey`) with its password's hash. */
export async function findCredentials(
  users: Pick<Collections['users'], 'findOne'>,
  emailKey: string,
): Promise<{ user: User; passwordHash: string } | undefined> {
  const document = await users.findOne({ emailKey });
  return document ? { user: readUserDocument(document), passwordHash: document.passwordHash } : undefined;
}
