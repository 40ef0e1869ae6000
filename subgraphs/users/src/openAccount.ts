import { conflict } from '@holdfast/kit-base/errors';
import type { Role } from '@holdfast/kit-base/scopes';
import { newEvent } from '@holdfast/kit-events/event';
import type { Dependencies } from './dependencies.ts';
import { emailKey } from './domain/email.ts';
import type { TokenToMail } from './domain/mailToken.ts';
import { searchWords } from './domain/searchWords.ts';
import type { AddressBook, User } from './domain/user.ts';
import { EMAIL_KEY_VERSION } from './store/collections.ts';
import { insertUser } from './store/insertUser.ts';

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly book: AddressBook;
  readonly passwordHash: string;
  /** Null for none. */
  readonly verification: TokenToMail | null;
}

/** Writes a new account, with the events that tell of it. @throws CONFLICT when the e-mail address or the id has one. */
export async function openAccount(
  { users, clock, newId }: Pick<Dependencies, 'users' | 'clock' | 'newId'>,
  { id, book, passwordHash, verification, ...account }: Account,
): Promise<User> {
  const createdAt = clock();
  const { email, name } = account;
  const registered = newEvent(
    'UserRegistered',
    { userId: id, email, name, roles: [...account.roles] },
    { clock: () => createdAt, newId },
  );
  const outcome = await insertUser(users, {
    _id: id,
    ...account,
    emailKey: emailKey(email),
    emailKeyVersion: EMAIL_KEY_VERSION,
    words: searchWords(name, email),
    passwordHash,
    ...book,
    addressBookVersion: 0,
    passwordReset: null,
    emailVerification: verification?.kept ?? null,
    outbox: [registered, ...(verification ? [verification.event] : [])],
    createdAt,
    updatedAt: createdAt,
  });
  if (outcome === 'email taken') throw conflict('This e-mail address has an account already.');
  if (outcome === 'id taken') throw conflict('This id has an account already.');
  return { id, ...account, ...book, createdAt };
}
