import { validate } from '@holdfast/kit-values/validation';
import { emailSchema } from '../accounts/input.ts';
import { findByEmail } from '../accounts/queries.ts';
import type { Collections } from '../database/collections.ts';
import { type ClientNetwork, consumeByAddress, type Limits } from '../limits/limits.ts';

/** Returns true when the e-mail address has an account. @throws BAD_USER_INPUT; RATE_LIMITED by address. */
export async function accountExists(
  { users, limits }: Pick<Collections, 'users'> & { limits: Limits },
  network: ClientNetwork,
  input: { email: string },
): Promise<boolean> {
  const { email } = validate(emailSchema, input);
  await consumeByAddress(limits.address.accountExists, network);
  return (await findByEmail(users, email)) !== null;
}
