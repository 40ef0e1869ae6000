import type { RefreshToken } from '../domain/refreshToken.ts';
import type { Collections } from './collections.ts';

/**
 * Spends the presented token and puts `nextHash` in its place, if it is its session's newest and has not expired.
 * The filter is the guard: of concurrent calls with one token, one finds it.
 * @returns whose session it is; undefined when nothing was changed.
 */
export async function rotateSession(
  sessions: Pick<Collections['sessions'], 'findOneAndUpdate'>,
  presented: RefreshToken,
  { nextHash, now, expiresAt }: { nextHash: string; now: Date; expiresAt: Date },
): Promise<{ userId: string } | undefined> {
  const session = await sessions.findOneAndUpdate(
    { _id: presented.sessionId, tokenHash: presented.hash, expiresAt: { $gt: now } },
    { $set: { tokenHash: nextHash, refreshedAt: now, expiresAt } },
  );
  return session ? { userId: session.userId } : undefined;
}
