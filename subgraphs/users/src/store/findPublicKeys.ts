import type { Collections, Ed25519Jwk } from './collections.ts';

/** The public half of every signing key, the newest first. The private one is not read. */
export async function findPublicKeys(
  signingKeys: Pick<Collections['signingKeys'], 'find'>,
): Promise<{ kid: string; jwk: Ed25519Jwk }[]> {
  const documents = await signingKeys
    .find({}, { projection: { publicJwk: 1 } })
    .sort({ sequence: -1 })
    .toArray();
  return documents.map(({ _id, publicJwk }) => ({ kid: _id, jwk: publicJwk }));
}
