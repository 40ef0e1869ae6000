import type { User } from '../accounts/domain/user.ts';
import { findByEmail, readUserDocument } from '../accounts/queries.ts';
import type { Collections } from '../database/collections.ts';

/** The account of an e-mail address with its password's hash. */
export async function findCredentials(
  users: Pick<Collections['users'], 'findOne'>,
  email: string,
): Promise<{ user: User; passwordHash: string } | undefined> {
  const document = await findByEmail(users, email);
  return document ? { user: readUserDocument(document), passwordHash: document.passwordHash } : undefined;
}

/** A user as they are now, with their password's hash. */
export async function findAccount(
  users: Pick<Collections['users'], 'findOne'>,
  id: string,
): Promise<{ user: User; passwordHash: string } | undefined> {
  const document = await users.findOne({ _id: id });
  return document ? { user: readUserDocument(document), passwordHash: document.passwordHash } : undefined;
}
