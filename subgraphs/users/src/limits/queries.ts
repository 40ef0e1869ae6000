import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import type { Collections, RateLimitDocument } from '../database/collections.ts';

/** Finds the open window of `key`; null when there is none. */
export function findPoints(
  rateLimits: Pick<Collections['rateLimits'], 'findOne'>,
  key: string,
  now: Date,
): Promise<RateLimitDocument | null> {
  return rateLimits.findOne({ _id: key, expiresAt: { $gt: now } });
}

/**
 * At most two races can be lost: to a process that opens a window, and to one that removes the last window.
 */
const ATTEMPTS = 3;

/**
 * Adds points to the open window of `key`, or opens one of `duration` milliseconds when there is none. The
 * filter does not match a window that has ended. Its id then makes the insert fail, and it is deleted before
 * the next attempt.
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
      if (!window) throw new Error('An upsert returned no document.');
      return window;
    } catch (error) {
      if (!isDuplicateKey(error) || attempt === ATTEMPTS) throw error;
      await rateLimits.deleteOne({ _id: key, expiresAt: { $lte: now } });
    }
  }
}

/** Forgets all attempts. @returns true when there were any. */
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
