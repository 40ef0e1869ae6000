import type { Event } from '@holdfast/kit-events/event';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { AddressBook } from '../domain/user.ts';
import type { Collections, UserDocument } from './collections.ts';

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
