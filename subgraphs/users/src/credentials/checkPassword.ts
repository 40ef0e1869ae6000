import { accountKey, type ClientNetwork, consumeByAddress, type Limits } from '../limits/limits.ts';
import { passwordMatches } from './hashPassword.ts';

/**
 * Checks an account's password. A wrong one counts against the account and the client's network.
 *
 * Right passwords are not counted, so that signing in often is no offence. The limits are therefore checked
 * before and after the password: of many concurrent guesses, those that finish after the last wrong one
 * allowed are refused, right or wrong.
 * @param attempt has no `hash` for an unknown account, which takes equally long.
 * @throws RATE_LIMITED
 */
export async function checkPassword(
  { account, address }: Pick<Limits, 'account' | 'address'>,
  attempt: { email: string; network: ClientNetwork; hash: string | undefined; password: string },
): Promise<boolean> {
  const { email, network, hash, password } = attempt;
  const key = accountKey(email);
  const checkLimits = async () => {
    await account.login.check(key);
    if (network !== null) await address.login.check(network);
  };
  await checkLimits();
  const matches = await passwordMatches(hash, password);
  if (!matches) {
    await consumeByAddress(address.login, network);
    await account.login.consume(key);
    return false;
  }
  await checkLimits();
  await account.login.reset(key);
  return true;
}
