import type { User } from '../domain/user.ts';
import type { Collections } from './collections.ts';
import { findByEmail } from './findByEmail.ts';
import { readUserDocument } from './readUserDocument.ts';

/** The account of an e-mail address with its password's hash. */
export async function findCredentials(
  users: Pick<Collections['users'], 'findOne'>,
  email: string,
): Promise<{ user: User; passwordHash: string } | undefined> {
  const document = await findByEmail(users, email);
  return document ? { user: readUserDocument(document), passwordHash: document.passwordHash } : undefined;
}
