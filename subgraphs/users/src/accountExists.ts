import { validate } from '@holdfast/kit-values/validation';
import type { Dependencies } from './dependencies.ts';
import { emailSchema } from './input.ts';
import { type ClientNetwork, consumeByAddress } from './limits.ts';
import { findByEmail } from './store/findByEmail.ts';

/** Whether an e-mail address has an account. @throws BAD_USER_INPUT; RATE_LIMITED by address. */
export async function accountExists(
  { users, limits }: Pick<Dependencies, 'users' | 'limits'>,
  network: ClientNetwork,
  input: { email: string },
): Promise<boolean> {
  const { email } = validate(emailSchema, input);
  await consumeByAddress(limits.address.accountExists, network);
  return (await findByEmail(users, email)) !== null;
}
