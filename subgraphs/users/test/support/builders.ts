/** Test data with defaults, so that a test names only the values that matter to it. */
import type { Address, AddressBook } from '../../src/accounts/domain/user.ts';
import type { NewUser } from '../../src/registration/createUser.ts';

export const PASSWORD = 'correct horse battery staple';

/** Builds a postal address as a client writes it. */
export function buildAddress<Overrides extends object>(overrides?: Overrides) {
  const address = {
    recipient: 'Alice',
    line1: '1 High St',
    city: 'Bonn',
    postalCode: '53111',
    country: 'DE',
  };
  return { ...address, ...overrides };
}

/** Builds an entry of an address book as it is stored. */
export function buildEntry(overrides: Partial<Address> = {}): Address {
  return { id: '0', label: null, address: { ...buildAddress(), line2: null, region: null }, ...overrides };
}

/** Builds a book with the entries '0', '1', …; the default is '0' unless another is named. */
export function buildBook(size: number, defaultAddressId = size > 0 ? '0' : null): AddressBook {
  return { addresses: Array.from({ length: size }, (_, n) => buildEntry({ id: `${n}` })), defaultAddressId };
}

/** Builds a customer without addresses who signs in with `PASSWORD`. */
export function buildAccount(overrides: Partial<NewUser> = {}): NewUser {
  return {
    email: 'alice@demo.test',
    name: 'Alice',
    password: PASSWORD,
    roles: ['CUSTOMER'],
    addresses: [],
    ...overrides,
  };
}
