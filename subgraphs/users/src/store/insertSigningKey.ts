import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import { SEQUENCE_UNIQUE } from '../indexes.ts';
import type { Collections, SigningKeyDocument } from './collections.ts';

/** @returns false when another process has put a key in that place of the sequence. */
export async function insertSigningKey(
  signingKeys: Pick<Collections['signingKeys'], 'insertOne'>,
  document: SigningKeyDocument,
): Promise<boolean> {
  try {
    await signingKeys.insertOne(document);
    return true;
  } catch (error) {
    if (isDuplicateKey(error, SEQUENCE_UNIQUE)) return false;
    throw error;
  }
}
