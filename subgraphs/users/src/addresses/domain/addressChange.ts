import type { AccountChange } from '../../accounts/domain/accountChanged.ts';
import type { Address, AddressBook } from '../../accounts/domain/user.ts';

/** Describes a change of one entry: its id, whether it is the default, and which of its fields changed. */
export function addressChange(from: AddressBook, to: AddressBook, id: string): AccountChange {
  const [before, after] = [findEntry(from, id), findEntry(to, id)];
  const change = before ? (after ? 'ADDRESS_CHANGED' : 'ADDRESS_REMOVED') : 'ADDRESS_ADDED';
  return {
    change,
    before: before && { addressId: id, isDefault: from.defaultAddressId === id },
    after: after && {
      addressId: id,
      isDefault: to.defaultAddressId === id,
      ...(before && { changed: changedFields(before, after) }),
    },
  };
}

const findEntry = ({ addresses }: AddressBook, id: string): Address | null =>
  addresses.find((entry) => entry.id === id) ?? null;

function changedFields(before: Address, after: Address): string[] {
  const values = ({ label, address }: Address): Record<string, unknown> => ({ label, ...address });
  const [was, is] = [values(before), values(after)];
  return Object.keys({ ...was, ...is }).filter((field) => (was[field] ?? null) !== (is[field] ?? null));
}
