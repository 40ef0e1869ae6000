import type { NewUser } from '../../../subgraphs/users/src/registration/createUser.ts';
import { demoId } from './ids.ts';

export const DEMO_PASSWORD = 'holdfast-demo';

export interface DemoAccount {
  readonly user: NewUser;
  /** In USD; null for no wallet. */
  readonly wallet: string | null;
  /** The role that the table at startup shows. */
  readonly role: string;
}

function account(
  number: number,
  login: string,
  name: string,
  role: 'CUSTOMER' | 'VENDOR' | 'STAFF' | 'ADMIN',
  {
    wallet = null,
    address,
  }: { wallet?: string | null; address?: readonly [string, string, string, string] } = {},
): DemoAccount {
  const [line1, postalCode, city, country] = address ?? [];
  const addresses =
    line1 !== undefined && postalCode !== undefined && city !== undefined && country !== undefined
      ? [
          {
            id: demoId('address', number),
            label: 'Home',
            isDefault: true,
            address: { recipient: name, line1, city, postalCode, country },
          },
        ]
      : [];
  return {
    user: {
      id: demoId('user', number),
      email: `${login}@demo.test`,
      emailVerified: true,
      name,
      password: DEMO_PASSWORD,
      roles: [role],
      addresses,
    },
    wallet,
    role,
  };
}

export const ACCOUNTS: readonly DemoAccount[] = [
  account(1, 'alice', 'Alice Adler', 'CUSTOMER', {
    wallet: '1000.00',
    address: ['Lindenstraße 12', '10969', 'Berlin', 'DE'],
  }),
  account(2, 'bob', 'Bob Bergström', 'CUSTOMER', {
    wallet: '500.00',
    address: ['Götgatan 48', '118 26', 'Stockholm', 'SE'],
  }),
  account(3, 'carol', 'Carol Castillo', 'CUSTOMER', {
    wallet: '200.00',
    address: ['Calle de Alcalá 75', '28009', 'Madrid', 'ES'],
  }),
  account(4, 'vendor', 'Verena Vogel', 'VENDOR'),
  account(5, 'staff', 'Stefan Sommer', 'STAFF'),
  account(6, 'admin', 'Ada Ahmadi', 'ADMIN'),
];

/**
 * The seller of all products, so that lists have a seller to show and a user who is not STAFF may change a
 * product.
 */
export const VENDOR_ID = demoId('user', 4);
