import type { Clock, NewId } from '@holdfast/kit-base/clock';
import { badUserInput } from '@holdfast/kit-base/errors';
import { validate } from '@holdfast/kit-values/validation';
import { accountChanged } from '../accounts/domain/accountChanged.ts';
import { ownView, type UserView } from '../accounts/domain/visibility.ts';
import type { Collections } from '../database/collections.ts';
import { type ClientNetwork, consumeByAddress, type Limits } from '../limits/limits.ts';
import { readSecretToken } from '../tokens/domain/secretToken.ts';
import { dropMails } from '../tokens/queries/dropMails.ts';
import { tokenSchema } from './input.ts';
import { markEmailVerified } from './queries.ts';

interface VerifyDependencies extends Pick<Collections, 'users'> {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly limits: Limits;
}

/**
 * Spends the token that was mailed to an e-mail address, and marks the address as verified.
 * @throws BAD_USER_INPUT when the token is malformed, over a week old, or used; RATE_LIMITED by address.
 */
export async function verifyEmail(
  { users, clock, newId, limits }: VerifyDependencies,
  network: ClientNetwork,
  input: { token: string },
): Promise<UserView> {
  const { token } = validate(tokenSchema, input);
  await consumeByAddress(limits.address.token, network);
  const presented = readSecretToken(token);
  if (!presented) throw refused();
  const now = clock();
  const reported = {
    change: 'EMAIL_VERIFIED',
    before: { emailVerified: false },
    after: { emailVerified: true },
  } as const;
  const event = accountChanged(presented.id, presented.id, reported, { now, newId });
  const user = await markEmailVerified(users, presented, { now, event });
  if (!user) throw refused();
  await dropMails(users, user.id, ['EmailVerificationRequested']);
  return ownView(user);
}

const refused = () => badUserInput([{ path: ['token'], message: 'This token is not valid or has expired.' }]);
