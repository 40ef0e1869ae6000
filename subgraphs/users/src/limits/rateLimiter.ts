import { rateLimited } from '@holdfast/kit-base/errors';
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import type { Collections } from '../database/collections.ts';
import type { Limit } from './domain.ts';

/**
 * Counts attempts by key in the database, so that all processes share the count. When the database fails, so
 * does the attempt. Windows begin and end by the clock of the machine, `Date.now()`.
 */
export interface RateLimiter {
  /** Counts nothing. @throws RATE_LIMITED when no attempt is left. */
  check(key: string): Promise<void>;
  /** Counts one attempt. @throws RATE_LIMITED when it was one too many. */
  consume(key: string): Promise<void>;
  /** Forgets all attempts. */
  reset(key: string): Promise<void>;
}

/** @param name the limited operation; the keys of different names are counted separately. */
export function createRateLimiter(
  attempts: Collections['attempts'],
  name: string,
  { points, duration }: Limit,
): RateLimiter {
  const limiter = new RateLimiterMongo({
    storeClient: { collection: () => attempts },
    keyPrefix: name,
    points,
    duration,
    // `database/indexes.ts` creates them before the service starts.
    disableIndexesCreation: true,
  });
  return {
    async check(key) {
      const window = await limiter.get(key);
      if (window && window.consumedPoints >= points) throw limited(window);
    },
    async consume(key) {
      try {
        await limiter.consume(key);
      } catch (refusal) {
        throw refusal instanceof RateLimiterRes ? limited(refusal) : refusal;
      }
    },
    reset: async (key) => void (await limiter.delete(key)),
  };
}

const limited = ({ msBeforeNext }: RateLimiterRes) =>
  rateLimited(Math.max(1, Math.ceil(msBeforeNext / 1000)));
