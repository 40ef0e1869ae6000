import type { Event } from '@holdfast/kit-events/event';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { AddressBook } from '../accounts/domain/user.ts';
import type { Collections, UserDocument } from '../database/collections.ts';

/** Finds a user's address book, with the version that guards its next change. */
export async function findAddressBook(
  users: Pick<Collections['users'], 'findOne'>,
  userId: string,
): Promise<{ book: AddressBook; version: number | null } | undefined> {
  const projection = { addresses: 1, defaultAddressId: 1, addressBookVersion: 1 } as const;
  const document = await users.findOne({ _id: userId }, { projection });
  if (!document) return undefined;
  const { addresses, defaultAddressId, addressBookVersion } = document;
  // Accounts older than versions have none; a filter with null matches them.
  return { book: { addresses, defaultAddressId }, version: addressBookVersion ?? null };
}

/** Writes list and default in one update, if the book is still at `version`. @returns true when it was. */
export async function saveAddressBook(
  users: Pick<Collections['users'], 'updateOne'>,
  userId: string,
  { addresses, defaultAddressId }: AddressBook,
  { version, now, event }: { version: number | null; now: Date; event: Event<'AccountChanged'> },
): Promise<boolean> {
  const atVersion = { addressBookVersion: version } as Pick<UserDocument, 'addressBookVersion'>;
  const { matchedCount } = await users.updateOne(
    { _id: userId, ...atVersion },
    {
      $set: { addresses: [...addresses], defaultAddressId, updatedAt: now },
      $inc: { addressBookVersion: 1 },
      ...pushEvents([event]),
    },
  );
  return matchedCount === 1;
}
