import type { User } from '../domain/user.ts';
import type { UserDocument } from './collections.ts';

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
