import { unauthenticated } from '@holdfast/kit/errors';
import { validate } from '@holdfast/kit/validation';
import type { Dependencies } from './dependencies.ts';
import { newSecretToken, readSecretToken } from './domain/secretToken.ts';
import { refreshTokenExpiry, type Session, standingOf } from './domain/session.ts';
import { ownView } from './domain/visibility.ts';
import { refreshTokenSchema } from './input.ts';
import { endSession } from './store/endSession.ts';
import { findSession } from './store/findSession.ts';
import { findUsers } from './store/findUsers.ts';
import { retryRotation } from './store/retryRotation.ts';
import { rotateSession } from './store/rotateSession.ts';

/**
 * Spends a refresh token for the next one, and an access token with the roles that the user has now.
 *
 * What becomes of a token depends on what it was when it came in. The newest is spent; one that loses that race to another
 * request is refused, and nothing else. The one spent last gives another successor once, within 10 seconds, in place of the
 * one whose answer was lost. Any other was spent for good: presenting it ends the session.
 * @throws BAD_USER_INPUT; UNAUTHENTICATED for all that is refused.
 */
export async function refreshSession(
  dependencies: Dependencies,
  input: { refreshToken: string },
): Promise<Session> {
  const { sessions, users, clock, randomBytes, signAccessToken, log } = dependencies;
  const presented = readSecretToken(validate(refreshTokenSchema, input).refreshToken);
  if (!presented) throw refused();
  const now = clock();
  const tokens = await findSession(sessions, presented.id, now);
  if (!tokens) throw refused();
  const standing = standingOf(presented.hash, tokens, now);
  if (standing === 'spent') {
    const ended = await endSession(sessions, presented.id, now);
    if (ended) {
      log.warn(
        { userId: ended.userId },
        'a refresh token was not the newest of its session; the session was ended',
      );
    }
    throw refused();
  }
  const rotate = standing === 'newest' ? rotateSession : retryRotation;
  const next = newSecretToken(presented.id, randomBytes);
  const expiresAt = refreshTokenExpiry(now);
  const session = await rotate(sessions, presented, { nextHash: next.hash, now, expiresAt });
  if (!session) throw refused();
  const [user] = await findUsers(users, [session.userId]);
  if (!user) {
    await endSession(sessions, presented.id, now);
    throw refused();
  }
  return {
    user: ownView(user),
    ...(await signAccessToken(user, presented.id)),
    refreshToken: next.token,
    refreshTokenExpiresAt: expiresAt,
  };
}

/** One answer for every reason: which one it was is of use to a thief only. */
const refused = () => unauthenticated('The refresh token is not valid (any more): sign in again.');
