import type { Clock, NewId } from '@holdfast/kit/clock';
import { badUserInput } from '@holdfast/kit/errors';
import { validate } from '@holdfast/kit/validation';
import { accountChanged } from '../accounts/domain/accountChanged.ts';
import { ownView, type UserView } from '../accounts/domain/visibility.ts';
import type { Collections } from '../database/collections.ts';
import type { Limits } from '../limits/limits.ts';
import { type ClientNetwork, consumeByAddress } from '../limits/limits.ts';
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
 * Marks an e-mail address as verified by the token that was mailed there, which is spent by it.
 * @throws BAD_USER_INPUT, for a token that is none, is over a week old, or was used; RATE_LIMITED by address.
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
  const told = {
    change: 'EMAIL_VERIFIED',
    before: { emailVerified: false },
    after: { emailVerified: true },
  } as const;
  const event = accountChanged(presented.id, presented.id, told, { now, newId });
  const user = await markEmailVerified(users, presented, { now, event });
  if (!user) throw refused();
  await dropMails(users, user.id, ['EmailVerificationRequested']);
  return ownView(user);
}

const refused = () => badUserInput([{ path: ['token'], message: 'Is not valid (any more).' }]);
