import { accountKey, type ClientNetwork, consumeByAddress, type Limits } from '../limits/limits.ts';
import { passwordMatches } from './hashPassword.ts';

/**
 * Whether a password is an account's; a wrong one is counted against the account and the client's address.
 *
 * What is right is not counted, so that nobody is refused for signing in often. So limits are asked before and after: of many
 * guesses at once, those that come out after the last wrong one that was allowed are refused, right or wrong.
 * @param attempt with `hash` undefined for an unknown account, which takes as long.
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
