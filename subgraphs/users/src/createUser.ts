import { conflict } from '@holdfast/kit/errors';
import { validate } from '@holdfast/kit/validation';
import type { z } from 'zod';
import type { Dependencies } from './dependencies.ts';
import { addressBook } from './domain/addressBook.ts';
import { emailKey } from './domain/email.ts';
import type { User } from './domain/user.ts';
import { newUserSchema } from './input.ts';
import { hashPassword } from './passwords.ts';
import { insertUser } from './store/insertUser.ts';

/** An account to open; ids are made where none are given. */
export type NewUser = z.input<typeof newUserSchema>;

/**
 * Opens an account.
 * @throws BAD_USER_INPUT with every problem; CONFLICT when the e-mail address or the id has an account.
 */
export async function createUser(
  { users, clock, newId }: Pick<Dependencies, 'users' | 'clock' | 'newId'>,
  input: NewUser,
): Promise<User> {
  const { id = newId(), password, addresses, ...account } = validate(newUserSchema, input);
  const book = addressBook(
    addresses.map(({ id = newId(), label, address, isDefault }) => ({
      entry: { id, label, address },
      isDefault,
    })),
  );
  if (!book) throw new Error('Validated addresses had two defaults.');
  const passwordHash = await hashPassword(password);
  const createdAt = clock();
  const outcome = await insertUser(users, {
    _id: id,
    ...account,
    emailKey: emailKey(account.email),
    passwordHash,
    ...book,
    createdAt,
    updatedAt: createdAt,
  });
  if (outcome === 'email taken') throw conflict('This e-mail address has an account already.');
  if (outcome === 'id taken') throw conflict('This id has an account already.');
  return { id, ...account, ...book, createdAt };
}
