import type { Clock, NewId } from '@holdfast/kit-base/clock';
import { validate } from '@holdfast/kit-values/validation';
import { emailSchema } from '../accounts/input.ts';
import { findCredentials } from '../credentials/queries.ts';
import type { Collections } from '../database/collections.ts';
import { accountKey, type ClientNetwork, consumeByAddress, type Limits } from '../limits/limits.ts';
import { mailToken } from '../tokens/domain/mailToken.ts';
import { newSecretToken, type RandomBytes } from '../tokens/domain/secretToken.ts';
import { requestReset, writeDecoy } from './queries.ts';

interface ResetRequestDependencies extends Pick<Collections, 'users' | 'decoys'> {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly randomBytes: RandomBytes;
  readonly limits: Limits;
}

/**
 * Requests a mail with a token for a new password, if the e-mail address has an account. Neither the answer
 * nor the time that it takes reveals whether it has: without an account, the same amount is read, hashed and
 * written.
 * @throws BAD_USER_INPUT; RATE_LIMITED by the client's address and by e-mail address.
 */
export async function requestPasswordReset(
  { users, decoys, clock, newId, randomBytes, limits }: ResetRequestDependencies,
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
  const mail = mailToken('PasswordResetRequested', token, { account: user, now, newId });
  if (account) await requestReset(users, user.id, { ...mail, now });
  else await writeDecoy(decoys, now);
}
