import { conflict } from '@holdfast/kit-base/errors';
import { validate } from '@holdfast/kit-values/validation';
import type { z } from 'zod';
import { type AddressBookDependencies, changeAddressBook } from './changeAddressBook.ts';
import { type AddressEntry, entryOf, MAX_ADDRESSES, withAddress } from './domain/addressBook.ts';
import { addAddressSchema } from './input.ts';

/** Adds an address to a user's address book. @throws BAD_USER_INPUT; CONFLICT when the book is full. */
export async function addAddress(
  dependencies: AddressBookDependencies,
  userId: string,
  args: z.input<typeof addAddressSchema>,
): Promise<AddressEntry> {
  const { input } = validate(addAddressSchema, args);
  const id = dependencies.newId();
  const book = await changeAddressBook(dependencies, { userId, entry: id }, (book) => {
    const changed = withAddress(book, id, input);
    if (changed === 'full') throw conflict(`An address book has at most ${MAX_ADDRESSES} addresses.`);
    return changed;
  });
  return entryOf(book, id);
}
