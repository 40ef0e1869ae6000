import type { Role } from '@holdfast/kit-base/scopes';
import type { PostalAddress } from '@holdfast/kit-values/postalAddress';

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

/** An account, without its password's hash. */
export interface User extends AddressBook {
  readonly id: string;
  /** As the user wrote it; compared by `emailKey`. */
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly emailVerified: boolean;
  readonly createdAt: Date;
}
