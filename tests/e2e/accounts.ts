/**
 * Accounts and sessions of the tests' customers, written as the users service writes them. The password that
 * all of them have is hashed once: hashing it for each account and checking it for each session took a tenth
 * of the processor time of the tests that need many customers.
 */
import { randomBytes } from 'node:crypto';
import { newUuid } from '@holdfast/kit-base/ids';
import type { Db } from 'mongodb';
import type { User } from '../../subgraphs/users/src/accounts/domain/user.ts';
import { hashPassword } from '../../subgraphs/users/src/credentials/hashPassword.ts';
import { collectionsOf } from '../../subgraphs/users/src/database/collections.ts';
import { createUser, type NewUser } from '../../subgraphs/users/src/registration/createUser.ts';
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
    open(options) {
      const id = newUuid();
      const defaults: NewUser = {
        ...{ id, email: `${id}@test.test`, password: PASSWORD },
        ...{ name: 'Test Customer', roles: ['CUSTOMER'], addresses: [] },
      };
      return createUser({ ...dependencies, hash: () => hashed }, { ...defaults, ...options });
    },
    async signIn({ id: userId }) {
      const session = { userId, passwordHash: await hashed };
      const { accessToken } = await startSession({ ...dependencies, signAccessToken }, session);
      return accessToken;
    },
  };
}
