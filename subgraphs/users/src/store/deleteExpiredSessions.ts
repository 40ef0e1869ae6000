import type { Collections } from './collections.ts';

export async function deleteExpiredSessions(
  sessions: Pick<Collections['sessions'], 'deleteMany'>,
  userId: string,
  now: Date,
): Promise<void> {
  await sessions.deleteMany({ userId, expiresAt: { $lte: now } });
}
