import { revocationExpiry } from '../domain/session.ts';
import type { Collections } from './collections.ts';

/**
 * Ends a session: none of its refresh tokens is good any more, and the list of revoked sessions has it from now on.
 * @returns whose it was; undefined when there was none that stood.
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
