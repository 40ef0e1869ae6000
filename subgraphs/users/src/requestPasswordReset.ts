import { validate } from '@holdfast/kit-values/validation';
import type { Dependencies } from './dependencies.ts';
import { mailToken } from './domain/mailToken.ts';
import { newSecretToken } from './domain/secretToken.ts';
import { emailSchema } from './input.ts';
import { accountKey, type ClientNetwork, consumeByAddress } from './limits.ts';
import { findCredentials } from './store/findCredentials.ts';
import { requestReset } from './store/requestReset.ts';
import { writeDecoy } from './store/writeDecoy.ts';

/**
 * Has a token for a new password mailed, if the e-mail address has an account. Nothing of the answer, nor the time that it
 * takes, says whether it has: without an account as much is read, hashed and written.
 * @throws BAD_USER_INPUT; RATE_LIMITED by address and by e-mail address.
 */
export async function requestPasswordReset(
  { users, decoys, clock, newId, randomBytes, limits }: Dependencies,
  network: ClientNetwork,
  input: { email: string },
): Promise<void> {
  const { email } = validate(emailSchema, input);
  await consumeByAddress(limits.address.passwordReset, network);
  await limits.account.passwordReset.consume(accountKey(email));
  const account = await findCredentials(users, email);
  const now = clock();
  const user = account?.user ?? { id: newId(), email, name: '' };
  const token = newSecretToken(user.id, randomBytes);
  const made = mailToken('PasswordResetRequested', token, { account: user, now, newId });
  if (account) await requestReset(users, user.id, { ...made, now });
  else await writeDecoy(decoys, now);
}
