import type { Collections, SigningKeyDocument } from './collections.ts';

/** The key that signs now. */
export async function findNewestSigningKey(
  signingKeys: Pick<Collections['signingKeys'], 'findOne'>,
): Promise<SigningKeyDocument | undefined> {
  return (await signingKeys.findOne({}, { sort: { sequence: -1 } })) ?? undefined;
}
