import type { Event } from '@holdfast/kit/events/event';
import { pushEvents } from '@holdfast/kit/events/outboxMongo';
import type { AddressBook } from '../accounts/domain/user.ts';
import type { Collections, UserDocument } from '../database/collections.ts';

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

/** Writes the book, if it is still at `version`: list and default in one update. @returns whether it was. */
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
