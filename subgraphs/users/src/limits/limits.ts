/** The limits of attempts, by account and by the client's network. */

import { createHash } from 'node:crypto';
import { emailKey } from '../accounts/domain/email.ts';
import type { Collections } from '../database/collections.ts';
import { ACCOUNT_LIMITS, ADDRESS_LIMITS, type Limit } from './domain.ts';
import { createRateLimiter, type RateLimiter } from './rateLimiter.ts';

export interface Limits {
  /** Keyed by `accountKey`. */
  readonly account: Readonly<Record<keyof typeof ACCOUNT_LIMITS, RateLimiter>>;
  /** Keyed by the client's network; skipped when it is unknown. */
  readonly address: Readonly<Record<keyof typeof ADDRESS_LIMITS, RateLimiter>>;
}

/** The client's network (see `clientNetwork.ts`); null when the gateway does not report its address. */
export type ClientNetwork = string | null;

/** @param addressFactor multiplies the limits by address. */
export function createLimits(attempts: Collections['attempts'], addressFactor: number): Limits {
  const limiters = <Name extends string>(by: string, limits: Record<Name, Limit>, factor: number) =>
    Object.fromEntries(
      Object.entries<Limit>(limits).map(([name, { points, duration }]) => [
        name,
        createRateLimiter(attempts, `${name} by ${by}`, { points: points * factor, duration }),
      ]),
    ) as Record<Name, RateLimiter>;
  return {
    account: limiters('account', ACCOUNT_LIMITS, 1),
    address: limiters('address', ADDRESS_LIMITS, addressFactor),
  };
}

/**
 * Returns the key of an e-mail address: its hash, because most addresses that are tried have no account here.
 */
export function accountKey(email: string): string {
  return createHash('sha256').update(emailKey(email)).digest('base64url');
}

/** Counts an attempt against the client's network. @throws RATE_LIMITED */
export async function consumeByAddress(limiter: RateLimiter, network: ClientNetwork): Promise<void> {
  if (network !== null) await limiter.consume(network);
}
