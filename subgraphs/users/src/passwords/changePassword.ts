import { badUserInput, notFound } from '@holdfast/kit-base/errors';
import { validate } from '@holdfast/kit-values/validation';
import { accountChanged, changedOnly } from '../accounts/domain/accountChanged.ts';
import { checkPassword } from '../credentials/checkPassword.ts';
import { hashPassword } from '../credentials/hashPassword.ts';
import { findCredentialsById } from '../credentials/queries.ts';
import type { ClientNetwork, Limits } from '../limits/limits.ts';
import type { Session } from '../sessions/domain/session.ts';
import { endSessionsOf } from '../sessions/queries.ts';
import { type SessionDependencies, startSession } from '../sessions/startSession.ts';
import { dropMails } from '../tokens/queries/dropMails.ts';
import { changePasswordSchema } from './input.ts';
import { replacePassword } from './queries.ts';

/**
 * Changes the password, ends every session of the user, and opens a new one.
 * @throws BAD_USER_INPUT, also for a wrong current password; RATE_LIMITED like `login`, with which it shares
 *   its counts; NOT_FOUND when the account is gone.
 */
export async function changePassword(
  dependencies: SessionDependencies & { limits: Limits },
  { userId, network }: { userId: string; network: ClientNetwork },
  input: { currentPassword: string; newPassword: string },
): Promise<Session> {
  const { users, sessions, clock, newId, limits } = dependencies;
  const { currentPassword, newPassword } = validate(changePasswordSchema, input);
  const account = await findCredentialsById(users, userId);
  if (!account) throw notFound('User');
  const matches = await checkPassword(limits, {
    email: account.user.email,
    network,
    hash: account.passwordHash,
    password: currentPassword,
  });
  if (!matches) throw wrongPassword();
  const passwordHash = await hashPassword(newPassword);
  // Sessions end before the change as well: a crash in between must not leave the password changed and the
  // sessions active.
  await endSessionsOf(sessions, userId, clock());
  const now = clock();
  const reported = changedOnly('PASSWORD_CHANGED', 'password');
  const event = accountChanged(userId, userId, reported, { now, newId });
  const change = { checked: account.passwordHash, next: passwordHash, now, event };
  if (!(await replacePassword(users, userId, change))) throw wrongPassword();
  await dropMails(users, userId, ['PasswordResetRequested']);
  await endSessionsOf(sessions, userId, clock());
  return startSession(dependencies, { userId, passwordHash });
}

const wrongPassword = () =>
  badUserInput([{ path: ['currentPassword'], message: 'This is not the current password.' }]);
