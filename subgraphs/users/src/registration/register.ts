import { validate } from '@holdfast/kit-values/validation';
import { hashPassword } from '../credentials/hashPassword.ts';
import { type ClientNetwork, consumeByAddress, type Limits } from '../limits/limits.ts';
import type { Session } from '../sessions/domain/session.ts';
import { type SessionDependencies, startSession } from '../sessions/startSession.ts';
import { mailToken } from '../tokens/domain/mailToken.ts';
import { newSecretToken } from '../tokens/domain/secretToken.ts';
import { registerSchema } from './input.ts';
import { openAccount } from './openAccount.ts';

/**
 * Opens a customer's account and signs in. A mail asks to verify the e-mail address.
 * @throws BAD_USER_INPUT with every problem; RATE_LIMITED by address; CONFLICT when the e-mail address has an
 *   account, which `accountExists` reveals as well.
 */
export async function register(
  dependencies: SessionDependencies & { limits: Limits },
  network: ClientNetwork,
  input: { email: string; password: string; name: string },
): Promise<Session> {
  const { clock, newId, randomBytes, limits } = dependencies;
  const { email, password, name } = validate(registerSchema, input, ['input']);
  await consumeByAddress(limits.address.register, network);
  const passwordHash = await hashPassword(password);
  const id = newId();
  const mail = { account: { id, email, name }, now: clock(), newId };
  await openAccount(dependencies, {
    id,
    email,
    emailVerified: false,
    name,
    roles: ['CUSTOMER'],
    book: { addresses: [], defaultAddressId: null },
    passwordHash,
    verification: mailToken('EmailVerificationRequested', newSecretToken(id, randomBytes), mail),
  });
  return startSession(dependencies, { userId: id, passwordHash });
}
