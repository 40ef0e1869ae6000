import type { UserView } from '../../accounts/domain/visibility.ts';
import { ACCESS_TOKEN_LIFETIME } from '../../tokens/domain/signingKeySchedule.ts';

/** The answer to a sign-in. */
export interface Session {
  readonly user: UserView;
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

/** The answer that a spent token got. */
export interface GivenAnswer {
  /** The hash of the spent token. */
  readonly hash: string;
  /** The time until which the token gets the same answer again. */
  readonly until: Date;
  /** A `TokenPair` that only the spent token opens. */
  readonly sealed: string;
}

/** The tokens of a session, known by their hashes. */
export interface SessionTokens {
  /** The hash of the valid token. */
  readonly tokenHash: string;
  /** The answers to the tokens spent in the last 10 seconds, and perhaps older ones; oldest first. */
  readonly answers: readonly GivenAnswer[];
}

/** Milliseconds for which a refresh token is valid. */
const REFRESH_TOKEN_LIFETIME = 30 * 24 * 60 * 60 * 1000;

/** Milliseconds for which a spent token gets its answer again. */
const ANSWER_WINDOW = 10_000;

/** A client that refreshes more often within the window loses the oldest answers. */
const MAX_ANSWERS = 20;

/**
 * Milliseconds for which an ended session is listed as revoked: its access tokens' lifetime, and a minute for
 * clock skew.
 */
const REVOCATION_LIFETIME = (ACCESS_TOKEN_LIFETIME + 60) * 1000;

/** Returns the expiry of a refresh token that is issued now. */
export function refreshTokenExpiry(now: Date): Date {
  return new Date(now.getTime() + REFRESH_TOKEN_LIFETIME);
}

/** Adds an answer that is given now, and drops those that have expired. */
export function withAnswer(
  { answers }: SessionTokens,
  given: Omit<GivenAnswer, 'until'>,
  now: Date,
): GivenAnswer[] {
  const until = new Date(now.getTime() + ANSWER_WINDOW);
  return [...answers.filter((answer) => answer.until > now), { ...given, until }].slice(-MAX_ANSWERS);
}

/** Returns the time from which no access token of a session that ends now is valid. */
export function revocationExpiry(now: Date): Date {
  return new Date(now.getTime() + REVOCATION_LIFETIME);
}

/** The state of a token in its session: the newest, spent a moment ago and answered, or spent for good. */
export type TokenStanding =
  | { readonly kind: 'newest' | 'spent' }
  | { readonly kind: 'answered'; readonly sealed: string };

export function standingOf(hash: string, { tokenHash, answers }: SessionTokens, now: Date): TokenStanding {
  if (hash === tokenHash) return { kind: 'newest' };
  const answer = answers.find((answer) => answer.hash === hash && answer.until > now);
  return answer ? { kind: 'answered', sealed: answer.sealed } : { kind: 'spent' };
}
