/** What is told of a change of an account: what changed, and nothing that staff may not see or nobody should keep. */
import { type Event, type EventData, newEvent } from '@holdfast/kit-events/event';
import type { Address, AddressBook } from './user.ts';

export type AccountChange = Pick<EventData<'AccountChanged'>, 'change' | 'before' | 'after'>;

/** @param actor the user who did it; `users` for this service. */
export function accountChanged(
  userId: string,
  actor: string,
  change: AccountChange,
  { now, newId }: { readonly now: Date; readonly newId: () => string },
): Event<'AccountChanged'> {
  return newEvent('AccountChanged', { userId, actor, ...change }, { clock: () => now, newId });
}

/** A change of a secret, or of what is a person's own: its name is all that is told. */
export const changedOnly = (change: AccountChange['change'], field: string): AccountChange => ({
  change,
  before: {},
  after: { changed: [field] },
});

/** A change of one entry of an address book: which it is, whether it is the default, and which of its lines changed. */
export function addressChange(from: AddressBook, to: AddressBook, id: string): AccountChange {
  const [before, after] = [entryOf(from, id), entryOf(to, id)];
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

const entryOf = ({ addresses }: AddressBook, id: string): Address | null =>
  addresses.find((entry) => entry.id === id) ?? null;

function changedFields(before: Address, after: Address): string[] {
  const values = ({ label, address }: Address): Record<string, unknown> => ({ label, ...address });
  const [was, is] = [values(before), values(after)];
  return Object.keys({ ...was, ...is }).filter((field) => (was[field] ?? null) !== (is[field] ?? null));
}
