import { badUserInput } from '@holdfast/kit/errors';
import { validate } from '@holdfast/kit/validation';
import type { Dependencies } from './dependencies.ts';
import { readSecretToken } from './domain/secretToken.ts';
import { ownView, type UserView } from './domain/visibility.ts';
import { tokenSchema } from './input.ts';
import { type ClientNetwork, consumeByAddress } from './limits.ts';
import { markEmailVerified } from './store/markEmailVerified.ts';

/**
 * Marks an e-mail address as verified by the token that was mailed there, which is spent by it.
 * @throws BAD_USER_INPUT, for a token that is none, is over a week old, or was used; RATE_LIMITED by address.
 */
export async function verifyEmail(
  { users, clock, limits }: Pick<Dependencies, 'users' | 'clock' | 'limits'>,
  network: ClientNetwork,
  input: { token: string },
): Promise<UserView> {
  const { token } = validate(tokenSchema, input);
  await consumeByAddress(limits.address.token, network);
  const presented = readSecretToken(token);
  const user = presented && (await markEmailVerified(users, presented, clock()));
  if (!user) throw badUserInput([{ path: ['token'], message: 'Is not valid (any more).' }]);
  return ownView(user);
}
