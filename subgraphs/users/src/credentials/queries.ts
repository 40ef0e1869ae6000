import type { User } from '../accounts/domain/user.ts';
import { findByEmail, readUserDocument } from '../accounts/queries.ts';
import type { Collections } from '../database/collections.ts';

/** Finds the account of an e-mail address, with its password's hash. */
export async function findCredentials(
  users: Pick<Collections['users'], 'findOne'>,
  email: string,
): Promise<{ user: User; passwordHash: string } | undefined> {
  const document = await findByEmail(users, email);
  return document ? { user: readUserDocument(document), passwordHash: document.passwordHash } : undefined;
}

/** Finds an account by id, with its password's hash. */
export async function findCredentialsById(
  users: Pick<Collections['users'], 'findOne'>,
  id: string,
): Promise<{ user: User; passwordHash: string } | undefined> {
  const document = await users.findOne({ _id: id });
  return document ? { user: readUserDocument(document), passwordHash: document.passwordHash } : undefined;
}
