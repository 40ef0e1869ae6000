import type { Clock, NewId } from '@holdfast/kit-base/clock';
import { conflict } from '@holdfast/kit-base/errors';
import type { Role } from '@holdfast/kit-base/scopes';
import { newEvent } from '@holdfast/kit-events/event';
import { emailKey } from '../accounts/domain/email.ts';
import { searchWords } from '../accounts/domain/searchWords.ts';
import type { AddressBook, User } from '../accounts/domain/user.ts';
import { type Collections, EMAIL_KEY_VERSION } from '../database/collections.ts';
import type { TokenToMail } from '../tokens/domain/mailToken.ts';
import { insertUser } from './queries.ts';

/** The dependencies of opening an account. */
export interface AccountDependencies extends Pick<Collections, 'users'> {
  readonly clock: Clock;
  readonly newId: NewId;
}

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly book: AddressBook;
  readonly passwordHash: string;
  /** Null when no mail asks to verify the address. */
  readonly verification: TokenToMail | null;
}

/**
 * Writes a new account, with the events that announce it.
 * @throws CONFLICT when the e-mail address or the id is taken.
 */
export async function openAccount(
  { users, clock, newId }: AccountDependencies,
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
  if (outcome === 'email taken') throw conflict('This e-mail address already has an account.');
  if (outcome === 'id taken') throw conflict('This id already has an account.');
  return { id, ...account, ...book, createdAt };
}
