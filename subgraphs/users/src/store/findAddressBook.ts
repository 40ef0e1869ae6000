import type { AddressBook } from '../domain/user.ts';
import type { Collections } from './collections.ts';

/** A user's address book with the version that a change of it has to name. */
export async function findAddressBook(
  users: Pick<Collections['users'], 'findOne'>,
  userId: string,
): Promise<{ book: AddressBook; version: number | null } | undefined> {
  const projection = { addresses: 1, defaultAddressId: 1, addressBookVersion: 1 } as const;
  const document = await users.findOne({ _id: userId }, { projection });
  if (!document) return undefined;
  const { addresses, defaultAddressId, addressBookVersion } = document;
  // An account from before books had versions has none: null finds it.
  return { book: { addresses, defaultAddressId }, version: addressBookVersion ?? null };
}
