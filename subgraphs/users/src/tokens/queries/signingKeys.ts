import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import type { Collections, SigningKeyDocument } from '../../database/collections.ts';
import { SEQUENCE_UNIQUE } from '../../database/indexes.ts';

/** Finds all keys, the newest first. */
export async function findSigningKeys(
  signingKeys: Pick<Collections['signingKeys'], 'find'>,
): Promise<SigningKeyDocument[]> {
  const documents = await signingKeys.find({}).sort({ sequence: -1 }).toArray();
  // Keys older than rotation signed at once.
  return documents.map((document) => ({ ...document, signsFrom: document.signsFrom ?? document.createdAt }));
}

/** @returns false when another process has taken that place in the sequence. */
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

export async function deleteSigningKeys(
  signingKeys: Pick<Collections['signingKeys'], 'deleteMany'>,
  ids: readonly string[],
): Promise<void> {
  await signingKeys.deleteMany({ _id: { $in: [...ids] } });
}
