import { notFound } from '@holdfast/kit-base/errors';
import { validate } from '@holdfast/kit-values/validation';
import type { z } from 'zod';
import { type AddressBookDependencies, changeAddressBook } from './changeAddressBook.ts';
import { type AddressEntry, entryOf, withChangedAddress } from './domain/addressBook.ts';
import { updateAddressSchema } from './input.ts';

/**
 * Changes an address in a user's address book.
 * @throws BAD_USER_INPUT; NOT_FOUND when it is not in the book.
 */
export async function updateAddress(
  dependencies: AddressBookDependencies,
  userId: string,
  args: z.input<typeof updateAddressSchema>,
): Promise<AddressEntry> {
  const { id, input } = validate(updateAddressSchema, args);
  const book = await changeAddressBook(dependencies, { userId, entry: id }, (book) => {
    const changed = withChangedAddress(book, id, input);
    if (changed === 'unknown') throw notFound('Address');
    return changed;
  });
  return entryOf(book, id);
}
