import { badUserInput } from '@holdfast/kit-base/errors';
import { validate } from '@holdfast/kit-values/validation';
import type { Dependencies } from './dependencies.ts';
import { accountChanged } from './domain/accountEvents.ts';
import { readSecretToken } from './domain/secretToken.ts';
import { ownView, type UserView } from './domain/visibility.ts';
import { tokenSchema } from './input.ts';
import { type ClientNetwork, consumeByAddress } from './limits.ts';
import { dropMails } from './store/dropMails.ts';
import { markEmailVerified } from './store/markEmailVerified.ts';

/**
 * Marks an e-mail address as verified by the token that was mailed there, which is spent by it.
 * @throws BAD_USER_INPUT, for a token that is none, is over a week old, or was used; RATE_LIMITED by address.
 */
export async function verifyEmail(
  { users, clock, newId, limits }: Pick<Dependencies, 'users' | 'clock' | 'newId' | 'limits'>,
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
