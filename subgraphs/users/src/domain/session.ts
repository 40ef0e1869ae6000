import type { UserView } from './visibility.ts';

/** What signing in gives. */
export interface Session {
  readonly user: UserView;
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

/** What is known of a session's tokens, by their hashes. */
export interface SessionTokens {
  /** The one that is good. */
  readonly tokenHash: string;
  /** The one spent last, for the case that the answer with its successor was lost; null when that was used. */
  readonly retry: { readonly hash: string; readonly until: Date } | null;
}

/** Seconds that an access token is good for. */
export const ACCESS_TOKEN_LIFETIME = 15 * 60;

/** Milliseconds that a refresh token is good for. */
const REFRESH_TOKEN_LIFETIME = 30 * 24 * 60 * 60 * 1000;

/** Milliseconds that a spent token may be presented once more. */
const RETRY_WINDOW = 10_000;

/** Milliseconds that an ended session is on the list of revoked ones: its access tokens' life, and a minute for clocks. */
const REVOCATION_LIFETIME = (ACCESS_TOKEN_LIFETIME + 60) * 1000;

/** When a refresh token that is issued now ends. */
export function refreshTokenExpiry(now: Date): Date {
  return new Date(now.getTime() + REFRESH_TOKEN_LIFETIME);
}

/** Until when a token that is spent now may be presented once more. */
export function retryEnd(now: Date): Date {
  return new Date(now.getTime() + RETRY_WINDOW);
}

/** When no access token of a session that ends now is good any more. */
export function revocationExpiry(now: Date): Date {
  return new Date(now.getTime() + REVOCATION_LIFETIME);
}

/** What a token is to its session: good, spent but to be had once more, or spent for good. */
export type TokenStanding = 'newest' | 'retryable' | 'spent';

export function standingOf(hash: string, { tokenHash, retry }: SessionTokens, now: Date): TokenStanding {
  if (hash === tokenHash) return 'newest';
  return retry?.hash === hash && retry.until > now ? 'retryable' : 'spent';
}
