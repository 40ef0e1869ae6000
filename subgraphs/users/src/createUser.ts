import { validate } from '@holdfast/kit-values/validation';
import type { z } from 'zod';
import type { Dependencies } from './dependencies.ts';
import { addressBook } from './domain/addressBook.ts';
import type { User } from './domain/user.ts';
import { newUserSchema } from './input.ts';
import { openAccount } from './openAccount.ts';
import { hashPassword } from './passwords.ts';

/** An account to open; ids are made where none are given. */
export type NewUser = z.input<typeof newUserSchema>;

/**
 * Opens an account of any kind, for the shop's own use: no mail is sent. Clients use `register`.
 * @throws BAD_USER_INPUT with every problem; CONFLICT when the e-mail address or the id has an account.
 */
export async function createUser(
  dependencies: Pick<Dependencies, 'users' | 'clock' | 'newId'>,
  input: NewUser,
): Promise<User> {
  const { newId } = dependencies;
  const { id = newId(), password, addresses, ...account } = validate(newUserSchema, input);
  const book = addressBook(
    addresses.map(({ id = newId(), label, address, isDefault }) => ({
      entry: { id, label, address },
      isDefault,
    })),
  );
  if (!book) throw new Error('Validated addresses had two defaults.');
  const passwordHash = await hashPassword(password);
  return openAccount(dependencies, { id, ...account, book, passwordHash, verification: null });
}
