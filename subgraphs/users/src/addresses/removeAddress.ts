import { notFound } from '@holdfast/kit-base/errors';
import { validate } from '@holdfast/kit-values/validation';
import { type AddressBookDependencies, changeAddressBook } from './changeAddressBook.ts';
import { withoutAddress } from './domain/addressBook.ts';
import { removeAddressSchema } from './input.ts';

/**
 * Removes an address from a user's address book.
 * @throws BAD_USER_INPUT; NOT_FOUND when it is not in the book.
 */
export async function removeAddress(
  dependencies: AddressBookDependencies,
  userId: string,
  args: { id: string },
): Promise<void> {
  const { id } = validate(removeAddressSchema, args);
  await changeAddressBook(dependencies, { userId, entry: id }, (book) => {
    const changed = withoutAddress(book, id);
    if (changed === 'unknown') throw notFound('Address');
    return changed;
  });
}
