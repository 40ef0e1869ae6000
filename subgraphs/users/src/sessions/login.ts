import { unauthenticated } from '@holdfast/kit-base/errors';
import { validate } from '@holdfast/kit-values/validation';
import { checkPassword } from '../credentials/checkPassword.ts';
import { findCredentials } from '../credentials/queries.ts';
import type { ClientNetwork, Limits } from '../limits/limits.ts';
import type { Session } from './domain/session.ts';
import { loginSchema } from './input.ts';
import { type SessionDependencies, startSession } from './startSession.ts';

/**
 * Opens a session for an e-mail address and its password.
 * @throws BAD_USER_INPUT; RATE_LIMITED by account and by address, after too many wrong passwords;
 *   UNAUTHENTICATED when the two do not match, whichever of them is wrong.
 */
export async function login(
  dependencies: SessionDependencies & { limits: Limits },
  network: ClientNetwork,
  input: { email: string; password: string },
): Promise<Session> {
  const { email, password } = validate(loginSchema, input);
  const account = await findCredentials(dependencies.users, email);
  const hash = account?.passwordHash;
  const matches = await checkPassword(dependencies.limits, { email, network, hash, password });
  if (!account || !matches) throw unauthenticated('The e-mail address and the password do not match.');
  return startSession(dependencies, { userId: account.user.id, passwordHash: account.passwordHash });
}
