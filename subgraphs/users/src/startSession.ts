import type { Dependencies } from './dependencies.ts';
import { newRefreshToken } from './domain/refreshToken.ts';
import { refreshTokenExpiry, type Session } from './domain/session.ts';
import type { User } from './domain/user.ts';
import { ownView } from './domain/visibility.ts';
import { deleteExpiredSessions } from './store/deleteExpiredSessions.ts';
import { insertSession } from './store/insertSession.ts';

/** Opens a session for who has just proved to be `user`. */
export async function startSession(dependencies: Dependencies, user: User): Promise<Session> {
  const { sessions, clock, newId, randomBytes, signAccessToken } = dependencies;
  const now = clock();
  await deleteExpiredSessions(sessions, user.id, now);
  const { sessionId, token, hash } = newRefreshToken(newId(), randomBytes);
  const expiresAt = refreshTokenExpiry(now);
  await insertSession(sessions, {
    _id: sessionId,
    userId: user.id,
    tokenHash: hash,
    createdAt: now,
    refreshedAt: now,
    expiresAt,
  });
  return {
    user: ownView(user),
    ...(await signAccessToken(user)),
    refreshToken: token,
    refreshTokenExpiresAt: expiresAt,
  };
}
