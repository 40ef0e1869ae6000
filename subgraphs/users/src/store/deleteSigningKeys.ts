import type { Collections } from './collections.ts';

export async function deleteSigningKeys(
  signingKeys: Pick<Collections['signingKeys'], 'deleteMany'>,
  ids: readonly string[],
): Promise<void> {
  await signingKeys.deleteMany({ _id: { $in: [...ids] } });
}
