import type { UserView } from './visibility.ts';

/** What signing in gives. */
export interface Session {
  readonly user: UserView;
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

/** Seconds that an access token is good for. */
export const ACCESS_TOKEN_LIFETIME = 15 * 60;

/** Milliseconds that a refresh token is good for. */
const REFRESH_TOKEN_LIFETIME = 30 * 24 * 60 * 60 * 1000;

/** When a refresh token that is issued now ends. */
export function refreshTokenExpiry(now: Date): Date {
  return new Date(now.getTime() + REFRESH_TOKEN_LIFETIME);
}
