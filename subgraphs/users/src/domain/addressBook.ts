import type { Address, AddressBook } from './user.ts';

/** The book of these addresses: the one marked is the default, or else the first.
 * @returns undefined when more than one is marked. */
export function addressBook(
  entries: readonly { readonly entry: Address; readonly isDefault: boolean }[],
): AddressBook | undefined {
  const marked = entries.filter(({ isDefault }) => isDefault);
  if (marked.length > 1) return undefined;
  const chosen = marked[0] ?? entries[0];
  return { addresses: entries.map(({ entry }) => entry), defaultAddressId: chosen?.entry.id ?? null };
}
