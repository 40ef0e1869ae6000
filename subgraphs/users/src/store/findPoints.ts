import type { Collections, RateLimitDocument } from './collections.ts';

/** The open window of `key`; null when there is none. */
export function findPoints(
  rateLimits: Pick<Collections['rateLimits'], 'findOne'>,
  key: string,
  now: Date,
): Promise<RateLimitDocument | null> {
  return rateLimits.findOne({ _id: key, expiresAt: { $gt: now } });
}
