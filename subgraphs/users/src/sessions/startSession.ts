import type { Clock, NewId } from '@holdfast/kit-base/clock';
import { unauthenticated } from '@holdfast/kit-base/errors';
import { ownView } from '../accounts/domain/visibility.ts';
import { findCredentialsById } from '../credentials/queries.ts';
import type { Collections } from '../database/collections.ts';
import type { SignAccessToken } from '../tokens/accessToken.ts';
import { newSecretToken, type RandomBytes } from '../tokens/domain/secretToken.ts';
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
 * Opens a session for a caller who has just proved to be this user.
 *
 * The account is read after the session is written. A change of password or roles that this read misses
 * happens later, and so ends this session with the others.
 * @param passwordHash the hash that was just checked or written.
 * @throws UNAUTHENTICATED when the account has another hash by now.
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
  const account = await findCredentialsById(users, userId);
  if (account?.passwordHash !== passwordHash) {
    await endSession(sessions, sessionId, now);
    throw unauthenticated('The password has just been changed. Sign in again.');
  }
  return {
    user: ownView(account.user),
    ...(await signAccessToken(account.user, sessionId)),
    refreshToken: token,
    refreshTokenExpiresAt: expiresAt,
  };
}
