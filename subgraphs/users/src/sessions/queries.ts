import type { Collections, SessionDocument } from '../database/collections.ts';
import type { SecretToken } from '../tokens/domain/secretToken.ts';
import { type GivenAnswer, revocationExpiry, type SessionTokens } from './domain/session.ts';

export async function insertSession(
  sessions: Pick<Collections['sessions'], 'insertOne'>,
  document: SessionDocument,
): Promise<void> {
  await sessions.insertOne(document);
}

/** A session that has not ended. It may have expired. */
export interface ActiveSession extends SessionTokens {
  readonly id: string;
  readonly userId: string;
  readonly expiresAt: Date;
}

/** Finds the sessions with these ids in one query, in any order; ended and unknown ones are left out. */
export async function findSessions(
  sessions: Pick<Collections['sessions'], 'find'>,
  ids: readonly string[],
): Promise<ActiveSession[]> {
  const documents = await sessions.find({ _id: { $in: [...ids] }, endedAt: null }).toArray();
  // Sessions older than answers have none.
  return documents.map(({ _id, userId, tokenHash, answers = [], expiresAt }) => {
    return { id: _id, userId, tokenHash, answers, expiresAt };
  });
}

export interface Rotation {
  readonly nextHash: string;
  readonly answers: readonly GivenAnswer[];
  readonly now: Date;
  readonly expiresAt: Date;
}

/**
 * Replaces the presented token by `nextHash`, and keeps the answer for it, if it is the newest of an active
 * session. The filter is the guard: of concurrent calls with one token, one matches.
 * @returns false when nothing was changed.
 */
export async function rotateSession(
  sessions: Pick<Collections['sessions'], 'updateOne'>,
  presented: Pick<SecretToken, 'id' | 'hash'>,
  { nextHash, answers, now, expiresAt }: Rotation,
): Promise<boolean> {
  const { matchedCount } = await sessions.updateOne(
    { _id: presented.id, tokenHash: presented.hash, endedAt: null, expiresAt: { $gt: now } },
    { $set: { tokenHash: nextHash, answers: [...answers], refreshedAt: now, expiresAt } },
  );
  return matchedCount === 1;
}

/**
 * Ends a session: its refresh tokens are no longer valid, and the list of revoked sessions contains it from
 * now on.
 * @returns the session's user; undefined when no such session was active.
 */
export async function endSession(
  sessions: Pick<Collections['sessions'], 'findOneAndUpdate'>,
  id: string,
  now: Date,
): Promise<{ userId: string } | undefined> {
  const session = await sessions.findOneAndUpdate(
    { _id: id, endedAt: null, expiresAt: { $gt: now } },
    { $set: { endedAt: now, expiresAt: revocationExpiry(now) } },
  );
  return session ? { userId: session.userId } : undefined;
}

/** Ends every session of a user, as `endSession` does. */
export async function endSessionsOf(
  sessions: Pick<Collections['sessions'], 'updateMany'>,
  userId: string,
  now: Date,
): Promise<void> {
  await sessions.updateMany(
    { userId, endedAt: null, expiresAt: { $gt: now } },
    { $set: { endedAt: now, expiresAt: revocationExpiry(now) } },
  );
}

/** Finds the sessions that have ended and that may still have unexpired access tokens. */
export async function findRevokedSessions(
  sessions: Pick<Collections['sessions'], 'find'>,
  now: Date,
): Promise<string[]> {
  const ended = sessions.find(
    { endedAt: { $ne: null }, expiresAt: { $gt: now } },
    { projection: { _id: 1 } },
  );
  return (await ended.toArray()).map(({ _id }) => _id);
}
