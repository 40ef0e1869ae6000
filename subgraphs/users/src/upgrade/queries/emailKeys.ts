import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import { type Collections, EMAIL_KEY_VERSION } from '../../database/collections.ts';

/** Finds the accounts whose key has an earlier version; streams them. */
export async function* findOldEmailKeys(
  users: Pick<Collections['users'], 'find'>,
): AsyncGenerator<{ id: string; email: string }> {
  const filter = { emailKeyVersion: { $ne: EMAIL_KEY_VERSION } } as const;
  for await (const { _id, email } of users.find(filter, { projection: { email: 1 } }))
    yield { id: _id, email };
}

/**
 * Writes an account's key of this version, unless another process has. When another account has that key,
 * this one keeps its former key and records the account with which it shares its address.
 * @returns that account's id; null when there is none.
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

export interface SharedEmail {
  readonly id: string;
  readonly email: string;
  /** The id of the account that has the address in its present form. */
  readonly sharesWith: string;
}

/** Finds the accounts that share an address with another. */
export async function findSharedEmails(users: Pick<Collections['users'], 'find'>): Promise<SharedEmail[]> {
  const projection = { email: 1, sharesEmailWith: 1 };
  const found = await users
    .find({ sharesEmailWith: { $exists: true } }, { projection })
    .sort({ _id: 1 })
    .toArray();
  return found.map(({ _id, email, sharesEmailWith = '' }) => ({
    id: _id,
    email,
    sharesWith: sharesEmailWith,
  }));
}
