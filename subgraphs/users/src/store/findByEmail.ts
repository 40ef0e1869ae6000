import { emailKey, formerEmailKey } from '../domain/email.ts';
import type { Collections, UserDocument } from './collections.ts';

/**
 * The account of an e-mail address. Two accounts may have one address, from before their domains were compared as they are now:
 * each is then found by its address as it is written there.
 */
export async function findByEmail(
  users: Pick<Collections['users'], 'findOne'>,
  email: string,
): Promise<UserDocument | null> {
  const [key, former] = [emailKey(email), formerEmailKey(email)];
  const sharing = key === former ? null : { emailKey: former, sharesEmailWith: { $exists: true } };
  return (sharing && (await users.findOne(sharing))) ?? users.findOne({ emailKey: key });
}
