import type { Clock, NewId } from '@holdfast/kit/clock';
import { conflict, notFound } from '@holdfast/kit/errors';
import { accountChanged } from '../accounts/domain/accountChanged.ts';
import type { AddressBook } from '../accounts/domain/user.ts';
import type { Collections } from '../database/collections.ts';
import { addressChange } from './domain/addressChange.ts';
import { findAddressBook, saveAddressBook } from './queries.ts';

/** The dependencies of every change of an address book. */
export interface AddressBookDependencies extends Pick<Collections, 'users'> {
  readonly clock: Clock;
  readonly newId: NewId;
}

/** Each one that fails means that another change of this book was done meanwhile. */
const ATTEMPTS = 50;

/**
 * Changes one entry of a user's own address book as `change` decides, in one update whose guard is the version that was decided upon; decides again
 * when the book was changed meanwhile.
 * @param change pure; a refusal that it throws goes to the client.
 * @returns the book after it.
 * @throws NOT_FOUND when the account is gone; CONFLICT when the book is changed by others all the time.
 */
export async function changeAddressBook(
  { users, clock, newId }: AddressBookDependencies,
  { userId, entry }: { readonly userId: string; readonly entry: string },
  change: (book: AddressBook) => AddressBook,
): Promise<AddressBook> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = await findAddressBook(users, userId);
    if (!found) throw notFound('User');
    const changed = change(found.book);
    const now = clock();
    const told = addressChange(found.book, changed, entry);
    const event = accountChanged(userId, userId, told, { now, newId });
    if (await saveAddressBook(users, userId, changed, { version: found.version, now, event })) return changed;
  }
  throw conflict('The address book is being changed by others: try again.');
}
