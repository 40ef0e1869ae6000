import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import type { Collections, RateLimitDocument } from './collections.ts';

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
