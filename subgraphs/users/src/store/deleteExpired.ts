import type { Collections } from './collections.ts';

/** Deletes sessions, ended or not, and windows of attempts whose time is over. @returns how many of them. */
export async function deleteExpired(
  collection: Pick<Collections['sessions'], 'deleteMany'> | Pick<Collections['rateLimits'], 'deleteMany'>,
  now: Date,
): Promise<number> {
  const { deletedCount } = await collection.deleteMany({ expiresAt: { $lte: now } });
  return deletedCount;
}
