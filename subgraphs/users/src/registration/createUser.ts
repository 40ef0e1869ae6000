import { validate } from '@holdfast/kit-values/validation';
import type { z } from 'zod';
import type { User } from '../accounts/domain/user.ts';
import { addressBook } from '../addresses/domain/addressBook.ts';
import { hashPassword } from '../credentials/hashPassword.ts';
import { newUserSchema } from './input.ts';
import { type AccountDependencies, openAccount } from './openAccount.ts';

/** An account to open; missing ids are generated. */
export type NewUser = z.input<typeof newUserSchema>;

interface CreateUserDependencies extends AccountDependencies {
  /** By default `hashPassword`. Tests open many accounts with one password. */
  readonly hash?: (password: string) => Promise<string>;
}

/**
 * Opens an account of any kind for the shop itself, without sending mail. Clients use `register`.
 * @throws BAD_USER_INPUT with every problem; CONFLICT when the e-mail address or the id is taken.
 */
export async function createUser(dependencies: CreateUserDependencies, input: NewUser): Promise<User> {
  const { newId, hash = hashPassword } = dependencies;
  const { id = newId(), password, addresses, ...account } = validate(newUserSchema, input);
  const book = addressBook(
    addresses.map(({ id = newId(), label, address, isDefault }) => ({
      entry: { id, label, address },
      isDefault,
    })),
  );
  if (!book) throw new Error('Validated addresses had two defaults.');
  const passwordHash = await hash(password);
  return openAccount(dependencies, { id, ...account, book, passwordHash, verification: null });
}
