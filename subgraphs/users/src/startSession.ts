import { unauthenticated } from '@holdfast/kit-base/errors';
import type { Dependencies } from './dependencies.ts';
import { newSecretToken } from './domain/secretToken.ts';
import { refreshTokenExpiry, type Session } from './domain/session.ts';
import { ownView } from './domain/visibility.ts';
import { endSession } from './store/endSession.ts';
import { findAccount } from './store/findAccount.ts';
import { insertSession } from './store/insertSession.ts';

/**
 * Opens a session for who has just proved to be this user.
 *
 * The account is read after the session is there: a change of password or roles that this read does not see yet comes
 * after it, and ends the session with the others.
 * @param passwordHash the one that was proved, or was just written.
 * @throws UNAUTHENTICATED when that is not the password any more.
 */
export async function startSession(
  dependencies: Dependencies,
  { userId, passwordHash }: { userId: string; passwordHash: string },
): Promise<Session> {
  const { sessions, users, clock, newId, randomBytes, signAccessToken } = dependencies;
  const now = clock();
  const { id: sessionId, token, hash } = newSecretToken(newId(), randomBytes);
  const expiresAt = refreshTokenExpiry(now);
  await insertSession(sessions, {
    _id: sessionId,
    userId,
    tokenHash: hash,
    answers: [],
    createdAt: now,
    refreshedAt: now,
    endedAt: null,
    expiresAt,
  });
  const account = await findAccount(users, userId);
  if (account?.passwordHash !== passwordHash) {
    await endSession(sessions, sessionId, now);
    throw unauthenticated('The password was changed meanwhile: sign in again.');
  }
  return {
    user: ownView(account.user),
    ...(await signAccessToken(account.user, sessionId)),
    refreshToken: token,
    refreshTokenExpiresAt: expiresAt,
  };
}
