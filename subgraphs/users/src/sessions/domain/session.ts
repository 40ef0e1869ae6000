import type { UserView } from '../../accounts/domain/visibility.ts';
import { ACCESS_TOKEN_LIFETIME } from '../../tokens/domain/signingKeySchedule.ts';

/** What signing in gives. */
export interface Session {
  readonly user: UserView;
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

/** What a spent token was answered with. */
export interface GivenAnswer {
  /** The spent token's. */
  readonly hash: string;
  /** Until when whoever presents that token again gets the same. */
  readonly until: Date;
  /** A `TokenPair`, which only the spent token opens. */
  readonly sealed: string;
}

/** What is known of a session's tokens, by their hashes. */
export interface SessionTokens {
  /** The one that is good. */
  readonly tokenHash: string;
  /** The answers to the tokens that were spent in the last 10 seconds, and perhaps older ones; oldest first. */
  readonly answers: readonly GivenAnswer[];
}

/** Milliseconds that a refresh token is good for. */
const REFRESH_TOKEN_LIFETIME = 30 * 24 * 60 * 60 * 1000;

/** Milliseconds that a spent token gets the answer that it got. */
const ANSWER_WINDOW = 10_000;

/** Whoever refreshes more often within the window has lost the first of these answers. */
const MAX_ANSWERS = 20;

/** Milliseconds that an ended session is on the list of revoked ones: its access tokens' life, and a minute for clocks. */
const REVOCATION_LIFETIME = (ACCESS_TOKEN_LIFETIME + 60) * 1000;

/** When a refresh token that is issued now ends. */
export function refreshTokenExpiry(now: Date): Date {
  return new Date(now.getTime() + REFRESH_TOKEN_LIFETIME);
}

/** The session's answers with one more, which is given now; those whose time is over go. */
export function withAnswer(
  { answers }: SessionTokens,
  given: Omit<GivenAnswer, 'until'>,
  now: Date,
): GivenAnswer[] {
  const until = new Date(now.getTime() + ANSWER_WINDOW);
  return [...answers.filter((answer) => answer.until > now), { ...given, until }].slice(-MAX_ANSWERS);
}

/** When no access token of a session that ends now is good any more. */
export function revocationExpiry(now: Date): Date {
  return new Date(now.getTime() + REVOCATION_LIFETIME);
}

/** What a token is to its session: good, spent a moment ago and answered, or spent for good. */
export type TokenStanding =
  | { readonly kind: 'newest' | 'spent' }
  | { readonly kind: 'answered'; readonly sealed: string };

export function standingOf(hash: string, { tokenHash, answers }: SessionTokens, now: Date): TokenStanding {
  if (hash === tokenHash) return { kind: 'newest' };
  const answer = answers.find((answer) => answer.hash === hash && answer.until > now);
  return answer ? { kind: 'answered', sealed: answer.sealed } : { kind: 'spent' };
}
