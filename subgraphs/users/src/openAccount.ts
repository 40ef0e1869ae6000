import { conflict } from '@holdfast/kit/errors';
import type { Role } from '@holdfast/kit/scopes';
import type { Dependencies } from './dependencies.ts';
import { emailKey } from './domain/email.ts';
import type { MailToken, OutboxEvent } from './domain/mailToken.ts';
import { searchWords } from './domain/searchWords.ts';
import type { AddressBook, User } from './domain/user.ts';
import { insertUser } from './store/insertUser.ts';

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly book: AddressBook;
  readonly passwordHash: string;
  /** With the event that has its token mailed; null for none. */
  readonly verification: { readonly kept: MailToken; readonly event: OutboxEvent } | null;
}

/** Writes a new account. @throws CONFLICT when the e-mail address or the id has one. */
export async function openAccount(
  { users, clock }: Pick<Dependencies, 'users' | 'clock'>,
  { id, book, passwordHash, verification, ...account }: Account,
): Promise<User> {
  const createdAt = clock();
  const outcome = await insertUser(users, {
    _id: id,
    ...account,
    emailKey: emailKey(account.email),
    words: searchWords(account.name, account.email),
    passwordHash,
    ...book,
    addressBookVersion: 0,
    passwordReset: null,
    emailVerification: verification?.kept ?? null,
    outbox: verification ? [verification.event] : [],
    createdAt,
    updatedAt: createdAt,
  });
  if (outcome === 'email taken') throw conflict('This e-mail address has an account already.');
  if (outcome === 'id taken') throw conflict('This id has an account already.');
  return { id, ...account, ...book, createdAt };
}
