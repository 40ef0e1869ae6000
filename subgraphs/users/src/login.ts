import { unauthenticated } from '@holdfast/kit/errors';
import { validate } from '@holdfast/kit/validation';
import type { Dependencies } from './dependencies.ts';
import { emailKey } from './domain/email.ts';
import type { Session } from './domain/session.ts';
import { loginSchema } from './input.ts';
import { passwordMatches } from './passwords.ts';
import { startSession } from './startSession.ts';
import { findCredentials } from './store/findCredentials.ts';

/**
 * Opens a session for an e-mail address and its password.
 * @throws BAD_USER_INPUT; UNAUTHENTICATED when they do not belong together, whichever of them is wrong.
 */
export async function login(
  dependencies: Dependencies,
  input: { email: string; password: string },
): Promise<Session> {
  const { email, password } = validate(loginSchema, input);
  const account = await findCredentials(dependencies.users, emailKey(email));
  // Asked for an unknown account too, so that the answer takes as long.
  const matches = await passwordMatches(account?.passwordHash, password);
  if (!account || !matches) throw unauthenticated('E-mail and password do not belong together.');
  return startSession(dependencies, account.user);
}
