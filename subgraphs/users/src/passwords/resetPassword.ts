import { badUserInput } from '@holdfast/kit-base/errors';
import { validate } from '@holdfast/kit-values/validation';
import { accountChanged, changedOnly } from '../accounts/domain/accountChanged.ts';
import { hashPassword } from '../credentials/hashPassword.ts';
import { type ClientNetwork, consumeByAddress, type Limits } from '../limits/limits.ts';
import type { Session } from '../sessions/domain/session.ts';
import { endSessionsOf } from '../sessions/queries.ts';
import { type SessionDependencies, startSession } from '../sessions/startSession.ts';
import { readSecretToken } from '../tokens/domain/secretToken.ts';
import { dropMails } from '../tokens/queries/dropMails.ts';
import { resetPasswordSchema } from './input.ts';
import { findResettable, resetPasswordHash } from './queries.ts';

/**
 * Spends a mailed token to set a new password, ends every session of the user, and opens a new one.
 * @throws BAD_USER_INPUT when the token is malformed, over an hour old, used, or not the newest; RATE_LIMITED
 *   by address.
 */
export async function resetPassword(
  dependencies: SessionDependencies & { limits: Limits },
  network: ClientNetwork,
  input: { token: string; newPassword: string },
): Promise<Session> {
  const { users, sessions, clock, newId, limits } = dependencies;
  const { token, newPassword } = validate(resetPasswordSchema, input);
  await consumeByAddress(limits.address.token, network);
  const presented = readSecretToken(token);
  if (!presented || !(await findResettable(users, presented, clock()))) throw refused();
  const passwordHash = await hashPassword(newPassword);
  const now = clock();
  // Sessions end before the change as well, as in `changePassword`.
  await endSessionsOf(sessions, presented.id, now);
  const reported = changedOnly('PASSWORD_CHANGED', 'password by a mailed token');
  const event = accountChanged(presented.id, presented.id, reported, { now, newId });
  if (!(await resetPasswordHash(users, presented, { passwordHash, now, event }))) throw refused();
  await dropMails(users, presented.id, ['PasswordResetRequested', 'EmailVerificationRequested']);
  await endSessionsOf(sessions, presented.id, now);
  return startSession(dependencies, { userId: presented.id, passwordHash });
}

const refused = () => badUserInput([{ path: ['token'], message: 'This token is not valid or has expired.' }]);
