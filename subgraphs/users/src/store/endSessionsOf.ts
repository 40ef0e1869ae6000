import { revocationExpiry } from '../domain/session.ts';
import type { Collections } from './collections.ts';

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
