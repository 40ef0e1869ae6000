import type { Clock, NewId } from '@holdfast/kit/clock';
import { unauthenticated } from '@holdfast/kit/errors';
import { ownView } from '../accounts/domain/visibility.ts';
import { findAccount } from '../credentials/queries.ts';
import type { Collections } from '../database/collections.ts';
import type { SignAccessToken } from '../tokens/accessToken.ts';
import type { RandomBytes } from '../tokens/domain/secretToken.ts';
import { newSecretToken } from '../tokens/domain/secretToken.ts';
import { refreshTokenExpiry, type Session } from './domain/session.ts';
import { endSession, insertSession } from './queries.ts';

/** The dependencies of opening a session. */
export interface SessionDependencies extends Pick<Collections, 'users' | 'sessions'> {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly randomBytes: RandomBytes;
  readonly signAccessToken: SignAccessToken;
}

/**
 * Opens a session for who has just proved to be this user.
 *
 * The account is read after the session is there: a change of password or roles that this read does not see yet comes
 * after it, and ends the session with the others.
 * @param passwordHash the one that was proved, or was just written.
 * @throws UNAUTHENTICATED when that is not the password any more.
 */
export async function startSession(
  dependencies: SessionDependencies,
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
