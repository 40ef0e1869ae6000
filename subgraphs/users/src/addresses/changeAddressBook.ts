import type { Clock, NewId } from '@holdfast/kit-base/clock';
import { conflict, notFound } from '@holdfast/kit-base/errors';
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

/** An attempt fails only when a concurrent change of the same book succeeds. */
const ATTEMPTS = 50;

/**
 * Changes one entry of a user's address book as `change` decides. One update writes it, guarded by the
 * version of the book that `change` saw; if the book has changed in the meantime, `change` decides again.
 * @param change is pure; an error that it throws goes to the client.
 * @returns the changed book.
 * @throws NOT_FOUND when the account is gone; CONFLICT when concurrent changes win every attempt.
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
    const reported = addressChange(found.book, changed, entry);
    const event = accountChanged(userId, userId, reported, { now, newId });
    if (await saveAddressBook(users, userId, changed, { version: found.version, now, event })) return changed;
  }
  throw conflict('Other requests are changing this address book. Try again.');
}
