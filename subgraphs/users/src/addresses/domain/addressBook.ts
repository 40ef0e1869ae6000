import type { Address, AddressBook } from '../../accounts/domain/user.ts';

export const MAX_ADDRESSES = 20;

/** A client's input for an entry; an undefined field keeps its value. */
export interface AddressPatch {
  readonly label: string | null | undefined;
  readonly isDefault: boolean | undefined;
  readonly address: Address['address'];
}

/**
 * Builds a book whose default is the marked entry, or the first when none is marked.
 * @returns undefined when more than one is marked.
 */
export function addressBook(
  entries: readonly { readonly entry: Address; readonly isDefault: boolean }[],
): AddressBook | undefined {
  const marked = entries.filter(({ isDefault }) => isDefault);
  if (marked.length > 1) return undefined;
  const chosen = marked[0] ?? entries[0];
  return { addresses: entries.map(({ entry }) => entry), defaultAddressId: chosen?.entry.id ?? null };
}

/** @returns the book with another address; 'full' when it has `MAX_ADDRESSES`. */
export function withAddress(book: AddressBook, id: string, change: AddressPatch): AddressBook | 'full' {
  if (book.addresses.length >= MAX_ADDRESSES) return 'full';
  const addresses = [...book.addresses, { id, label: change.label ?? null, address: change.address }];
  return { addresses, defaultAddressId: change.isDefault ? id : (book.defaultAddressId ?? id) };
}

/** @returns the book with one entry changed; 'unknown' when it has no such entry. */
export function withChangedAddress(
  book: AddressBook,
  id: string,
  { label, isDefault, address }: AddressPatch,
): AddressBook | 'unknown' {
  if (!book.addresses.some((entry) => entry.id === id)) return 'unknown';
  const addresses = book.addresses.map((entry) =>
    entry.id === id ? { id, label: label === undefined ? entry.label : label, address } : entry,
  );
  return { addresses, defaultAddressId: defaultAfter(book, id, isDefault) };
}

/** @returns the book without one entry; 'unknown' when it has no such entry. */
export function withoutAddress(book: AddressBook, id: string): AddressBook | 'unknown' {
  const addresses = book.addresses.filter((entry) => entry.id !== id);
  if (addresses.length === book.addresses.length) return 'unknown';
  const defaultAddressId = book.defaultAddressId === id ? (addresses[0]?.id ?? null) : book.defaultAddressId;
  return { addresses, defaultAddressId };
}

/** The only address stays the default, whatever the client asks for. */
function defaultAfter(book: AddressBook, id: string, isDefault: boolean | undefined): string | null {
  if (isDefault) return id;
  if (isDefault === undefined || book.defaultAddressId !== id) return book.defaultAddressId;
  return book.addresses.find((entry) => entry.id !== id)?.id ?? id;
}

/** An entry as clients see it. */
export interface AddressEntry extends Address {
  readonly isDefault: boolean;
}

export function entriesOf({ addresses, defaultAddressId }: AddressBook): AddressEntry[] {
  return addresses.map((entry) => ({ ...entry, isDefault: entry.id === defaultAddressId }));
}

/** Returns an entry that was just written. */
export function entryOf(book: AddressBook, id: string): AddressEntry {
  const entry = entriesOf(book).find((candidate) => candidate.id === id);
  if (!entry) throw new Error('An address was written but is missing.');
  return entry;
}
