import type { Collections } from './collections.ts';

/** The sessions that have ended and of which an access token can still be about. */
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
