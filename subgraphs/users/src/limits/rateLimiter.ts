import type { Clock } from '@holdfast/kit-base/clock';
import { rateLimited } from '@holdfast/kit-base/errors';
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import type { Collections, RateLimitDocument } from '../database/collections.ts';
import type { Limit } from './domain.ts';
import { addPoints, deletePoints, findPoints } from './queries.ts';

/**
 * Counts attempts by key in the database, so that all processes share the count. When the database fails, so
 * does the attempt.
 */
export interface RateLimiter {
  /** Counts nothing. @throws RATE_LIMITED when no attempt is left. */
  check(key: string): Promise<void>;
  /** Counts one attempt. @throws RATE_LIMITED when it was one too many. */
  consume(key: string): Promise<void>;
  /** Forgets all attempts. */
  reset(key: string): Promise<void>;
}

interface RateLimiterDependencies {
  readonly rateLimits: Collections['rateLimits'];
  readonly clock: Clock;
}

/** @param name the limited operation; the keys of different names are counted separately. */
export function createRateLimiter(
  dependencies: RateLimiterDependencies,
  name: string,
  limit: Limit,
): RateLimiter {
  const limiter = new ClockedLimiter(dependencies, name, limit);
  return {
    async check(key) {
      const window = await limiter.get(key);
      if (window && window.consumedPoints >= limit.points) throw limited(window);
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

/**
 * The library's limiter on MongoDB with its three operations replaced, because its own read `Date.now()`
 * instead of the clock that the service is given.
 */
class ClockedLimiter extends RateLimiterMongo {
  readonly #dependencies: RateLimiterDependencies;

  constructor(dependencies: RateLimiterDependencies, name: string, { points, duration }: Limit) {
    const storeClient = { collection: () => dependencies.rateLimits };
    super({ storeClient, keyPrefix: name, points, duration, disableIndexesCreation: true });
    this.#dependencies = dependencies;
  }

  _upsert(key: string, points: number, duration: number): Promise<RateLimitDocument> {
    const { rateLimits, clock } = this.#dependencies;
    return addPoints(rateLimits, key, { points, duration, now: clock() });
  }

  _get(key: string): Promise<RateLimitDocument | null> {
    const { rateLimits, clock } = this.#dependencies;
    return findPoints(rateLimits, key, clock());
  }

  _delete(key: string): Promise<boolean> {
    return deletePoints(this.#dependencies.rateLimits, key);
  }

  _getRateLimiterRes(
    _key: string,
    changed: number,
    { points, expiresAt }: RateLimitDocument,
  ): RateLimiterRes {
    const wait = Math.max(0, expiresAt.getTime() - this.#dependencies.clock().getTime());
    return new RateLimiterRes(Math.max(0, this.points - points), wait, points, points === changed);
  }
}
