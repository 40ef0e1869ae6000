import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import { EMAIL_UNIQUE } from '../indexes.ts';
import type { Collections, UserDocument } from './collections.ts';

/** Unique indexes decide: nothing is looked up before. */
export async function insertUser(
  users: Pick<Collections['users'], 'insertOne'>,
  document: UserDocument,
): Promise<'inserted' | 'email taken' | 'id taken'> {
  try {
    await users.insertOne(document);
    return 'inserted';
  } catch (error) {
    if (isDuplicateKey(error, EMAIL_UNIQUE)) return 'email taken';
    if (isDuplicateKey(error)) return 'id taken';
    throw error;
  }
}
