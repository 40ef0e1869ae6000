export const ROLES = ['CUSTOMER', 'VENDOR', 'STAFF', 'ADMIN'] as const;

export type Role = (typeof ROLES)[number];

export interface PostalAddress {
  readonly recipient: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly region: string | null;
  readonly postalCode: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** An entry of an address book. */
export interface Address {
  readonly id: string;
  readonly label: string | null;
  readonly address: PostalAddress;
}

export interface AddressBook {
  readonly addresses: readonly Address[];
  /** One of `addresses`; null when, and only when, there are none. */
  readonly defaultAddressId: string | null;
}

/** An account as it leaves the store: without its password's hash. */
export interface User extends AddressBook {
  readonly id: string;
  /** As the user wrote it; compared by `emailKey`. */
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly emailVerified: boolean;
  readonly createdAt: Date;
}
