import type { Collections, SigningKeyDocument } from './collections.ts';

/** Every key that there is, the newest first. */
export async function findSigningKeys(
  signingKeys: Pick<Collections['signingKeys'], 'find'>,
): Promise<SigningKeyDocument[]> {
  const documents = await signingKeys.find({}).sort({ sequence: -1 }).toArray();
  // Keys that were made before keys rotated signed at once.
  return documents.map((document) => ({ ...document, signsFrom: document.signsFrom ?? document.createdAt }));
}
