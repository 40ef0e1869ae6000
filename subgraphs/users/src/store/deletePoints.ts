import type { Collections } from './collections.ts';

/** @returns whether there was anything to forget. */
export async function deletePoints(
  rateLimits: Pick<Collections['rateLimits'], 'deleteOne'>,
  key: string,
): Promise<boolean> {
  const { deletedCount } = await rateLimits.deleteOne({ _id: key });
  return deletedCount > 0;
}
