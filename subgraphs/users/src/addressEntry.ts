import type { Address, AddressBook } from './domain/user.ts';

/** An entry as its book shows it. */
export interface AddressEntry extends Address {
  readonly isDefault: boolean;
}

export function entriesOf({ addresses, defaultAddressId }: AddressBook): AddressEntry[] {
  return addresses.map((entry) => ({ ...entry, isDefault: entry.id === defaultAddressId }));
}

/** An entry that was just written there. */
export function entryOf(book: AddressBook, id: string): AddressEntry {
  const entry = entriesOf(book).find((candidate) => candidate.id === id);
  if (!entry) throw new Error('An address was written and is not there.');
  return entry;
}
