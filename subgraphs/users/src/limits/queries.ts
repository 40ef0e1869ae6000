import { isDuplicateKey } from '@holdfast/kit/mongo';
import type { Collections, RateLimitDocument } from '../database/collections.ts';

/** The open window of `key`; null when there is none. */
export function findPoints(
  rateLimits: Pick<Collections['rateLimits'], 'findOne'>,
  key: string,
  now: Date,
): Promise<RateLimitDocument | null> {
  return rateLimits.findOne({ _id: key, expiresAt: { $gt: now } });
}

/** More often than this, nobody loses both races: against who begins the window, and who ends the one before. */
const ATTEMPTS = 3;

/**
 * Adds points to the window of `key` that is open; when there is none, one of `duration` milliseconds begins. The filter
 * does not find a window that has ended, so that beginning another fails on the id, and the old one is taken away first.
 */
export async function addPoints(
  rateLimits: Pick<Collections['rateLimits'], 'findOneAndUpdate' | 'deleteOne'>,
  key: string,
  { points, duration, now }: { points: number; duration: number; now: Date },
): Promise<RateLimitDocument> {
  for (let attempt = 1; ; attempt++) {
    try {
      const window = await rateLimits.findOneAndUpdate(
        { _id: key, expiresAt: { $gt: now } },
        { $inc: { points }, $setOnInsert: { expiresAt: new Date(now.getTime() + duration) } },
        { upsert: true, returnDocument: 'after' },
      );
      if (!window) throw new Error('An upsert gave nothing back.');
      return window;
    } catch (error) {
      if (!isDuplicateKey(error) || attempt === ATTEMPTS) throw error;
      await rateLimits.deleteOne({ _id: key, expiresAt: { $lte: now } });
    }
  }
}

/** @returns whether there was anything to forget. */
export async function deletePoints(
  rateLimits: Pick<Collections['rateLimits'], 'deleteOne'>,
  key: string,
): Promise<boolean> {
  const { deletedCount } = await rateLimits.deleteOne({ _id: key });
  return deletedCount > 0;
}

/** Deletes the windows that have ended. */
export async function deleteEndedWindows(
  rateLimits: Pick<Collections['rateLimits'], 'deleteMany'>,
  now: Date,
): Promise<void> {
  await rateLimits.deleteMany({ expiresAt: { $lte: now } });
}
