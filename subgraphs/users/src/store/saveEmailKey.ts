import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import { type Collections, EMAIL_KEY_VERSION } from './collections.ts';

/**
 * Gives an account the key of this version, unless another process has. Where another account has that key, this one keeps the
 * one that it had, and remembers whom it shares its address with.
 * @returns the id of that account; null for none.
 */
export async function saveEmailKey(
  users: Pick<Collections['users'], 'updateOne' | 'findOne'>,
  id: string,
  emailKey: string,
): Promise<string | null> {
  const account = { _id: id, emailKeyVersion: { $ne: EMAIL_KEY_VERSION } } as const;
  try {
    const key = { emailKey, emailKeyVersion: EMAIL_KEY_VERSION } as const;
    await users.updateOne(account, { $set: key, $unset: { sharesEmailWith: '' } });
    return null;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const other = await users.findOne({ emailKey }, { projection: { _id: 1 } });
    if (!other) throw error;
    await users.updateOne(account, { $set: { sharesEmailWith: other._id } });
    return other._id;
  }
}
