import type { User } from '../domain/user.ts';
import type { UserDocument } from './collections.ts';

/** What a query of users asks for: everything but the secret and what only serves to find it. */
export const USER_FIELDS = { passwordHash: 0, emailKey: 0, updatedAt: 0 } as const;

/** Takes fields one by one: what else a document has stays in the store. */
export function readUserDocument(
  document: Omit<UserDocument, 'passwordHash' | 'emailKey' | 'updatedAt'>,
): User {
  const { _id, email, emailVerified, name, roles, addresses, defaultAddressId, createdAt } = document;
  return { id: _id, email, emailVerified, name, roles, addresses, defaultAddressId, createdAt };
}
