/**
 * Accounts and sessions of the tests' customers, written as the users service writes them. The password that
 * all of them have is hashed once: hashing it for each account and checking it for each session took a tenth
 * of the processor time of the tests that need many customers.
 */
import { randomBytes } from 'node:crypto';
import { newUuid } from '@holdfast/kit-base/ids';
import { validate } from '@holdfast/kit-values/validation';
import type { Db } from 'mongodb';
import type { User } from '../../subgraphs/users/src/accounts/domain/user.ts';
import { addressBook } from '../../subgraphs/users/src/addresses/domain/addressBook.ts';
import { hashPassword } from '../../subgraphs/users/src/credentials/hashPassword.ts';
import { collectionsOf } from '../../subgraphs/users/src/database/collections.ts';
import type { NewUser } from '../../subgraphs/users/src/registration/createUser.ts';
import { newUserSchema } from '../../subgraphs/users/src/registration/input.ts';
import { openAccount } from '../../subgraphs/users/src/registration/openAccount.ts';
import { startSession } from '../../subgraphs/users/src/sessions/startSession.ts';
import { createAccessTokenSigner } from '../../subgraphs/users/src/tokens/accessToken.ts';
import { createSigningKeyReader } from '../../subgraphs/users/src/tokens/signingKeys.ts';

export const PASSWORD = 'correct horse battery';

const hashed = hashPassword(PASSWORD);

export type AccountOptions = Partial<Omit<NewUser, 'id' | 'email' | 'password'>>;

interface Accounts {
  /** Opens an account whose e-mail address is `ID@test.test` and whose password is `PASSWORD`. */
  open(account?: AccountOptions): Promise<User>;
  /** Opens a session. @returns its access token. */
  signIn(user: User): Promise<string>;
}

/** @param db the database of the users service. */
export function createAccounts(db: Db): Accounts {
  const dependencies = { ...collectionsOf(db), clock: () => new Date(), newId: newUuid, randomBytes };
  const signAccessToken = createAccessTokenSigner(createSigningKeyReader(dependencies), dependencies);
  return {
    async open(options) {
      const id = newUuid();
      const { addresses, ...account } = validate(newUserSchema, {
        email: `${id}@test.test`,
        name: 'Test Customer',
        password: PASSWORD,
        roles: ['CUSTOMER'],
        addresses: [],
        ...options,
      });
      const book = addressBook(
        addresses.map(({ id = newUuid(), label, address, isDefault }) => ({
          entry: { id, label, address },
          isDefault,
        })),
      );
      if (!book) throw new Error('Validated addresses had two defaults.');
      return openAccount(dependencies, {
        ...account,
        id,
        book,
        passwordHash: await hashed,
        verification: null,
      });
    },
    async signIn({ id: userId }) {
      const session = { userId, passwordHash: await hashed };
      const { accessToken } = await startSession({ ...dependencies, signAccessToken }, session);
      return accessToken;
    },
  };
}
