import { badUserInput, notFound } from '@holdfast/kit-base/errors';
import { validate } from '@holdfast/kit-values/validation';
import { checkPassword } from './checkPassword.ts';
import type { Dependencies } from './dependencies.ts';
import { accountChanged, changedOnly } from './domain/accountEvents.ts';
import type { Session } from './domain/session.ts';
import { changePasswordSchema } from './input.ts';
import type { ClientNetwork } from './limits.ts';
import { hashPassword } from './passwords.ts';
import { startSession } from './startSession.ts';
import { dropMails } from './store/dropMails.ts';
import { endSessionsOf } from './store/endSessionsOf.ts';
import { findAccount } from './store/findAccount.ts';
import { replacePassword } from './store/replacePassword.ts';

/**
 * Changes the password, ends every session of the user, and opens a new one.
 * @throws BAD_USER_INPUT, for a wrong current password too; RATE_LIMITED as `login`, with which it is counted; NOT_FOUND when
 *   the account is gone.
 */
export async function changePassword(
  dependencies: Dependencies,
  { userId, network }: { userId: string; network: ClientNetwork },
  input: { currentPassword: string; newPassword: string },
): Promise<Session> {
  const { users, sessions, clock, newId, limits } = dependencies;
  const { currentPassword, newPassword } = validate(changePasswordSchema, input);
  const account = await findAccount(users, userId);
  if (!account) throw notFound('User');
  const matches = await checkPassword(limits, {
    email: account.user.email,
    network,
    hash: account.passwordHash,
    password: currentPassword,
  });
  if (!matches) throw wrongPassword();
  const passwordHash = await hashPassword(newPassword);
  // Before it too: should the process die in between, the others are signed out, and not the password changed without that.
  await endSessionsOf(sessions, userId, clock());
  const now = clock();
  const told = changedOnly('PASSWORD_CHANGED', 'password');
  const event = accountChanged(userId, userId, told, { now, newId });
  const change = { checked: account.passwordHash, next: passwordHash, now, event };
  if (!(await replacePassword(users, userId, change))) throw wrongPassword();
  await dropMails(users, userId, ['PasswordResetRequested']);
  await endSessionsOf(sessions, userId, clock());
  return startSession(dependencies, { userId, passwordHash });
}

const wrongPassword = () => badUserInput([{ path: ['currentPassword'], message: 'Is not the password.' }]);
