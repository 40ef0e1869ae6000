import { unauthenticated } from '@holdfast/kit/errors';
import { validate } from '@holdfast/kit/validation';
import type { Dependencies } from './dependencies.ts';
import { newRefreshToken, readRefreshToken } from './domain/refreshToken.ts';
import { refreshTokenExpiry, type Session } from './domain/session.ts';
import { ownView } from './domain/visibility.ts';
import { refreshTokenSchema } from './input.ts';
import { deleteSession } from './store/deleteSession.ts';
import { findUsers } from './store/findUsers.ts';
import { rotateSession } from './store/rotateSession.ts';

/**
 * Spends a refresh token for the next one, and an access token with the roles that the user has now.
 * @throws BAD_USER_INPUT; UNAUTHENTICATED when the token is none, has expired, or was spent before, which
 *   ends its session.
 */
export async function refreshSession(
  dependencies: Dependencies,
  input: { refreshToken: string },
): Promise<Session> {
  const { sessions, users, clock, randomBytes, signAccessToken } = dependencies;
  const presented = readRefreshToken(validate(refreshTokenSchema, input).refreshToken);
  if (!presented) throw refused();
  const now = clock();
  const next = newRefreshToken(presented.sessionId, randomBytes);
  const expiresAt = refreshTokenExpiry(now);
  const session = await rotateSession(sessions, presented, { nextHash: next.hash, now, expiresAt });
  const [user] = session ? await findUsers(users, [session.userId]) : [];
  if (!user) {
    await endMisused(dependencies, presented.sessionId, now);
    throw refused();
  }
  return {
    user: ownView(user),
    ...(await signAccessToken(user)),
    refreshToken: next.token,
    refreshTokenExpiresAt: expiresAt,
  };
}

/** One answer for every reason: which one it was is of use to a thief only. */
const refused = () => unauthenticated('The refresh token is not valid (any more): sign in again.');

async function endMisused({ sessions, log }: Dependencies, sessionId: string, now: Date): Promise<void> {
  const ended = await deleteSession(sessions, sessionId);
  if (ended && ended.expiresAt > now) {
    log.warn(
      { userId: ended.userId },
      'a refresh token was not the newest of its session; the session was ended',
    );
  }
}
