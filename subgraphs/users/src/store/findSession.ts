import type { SessionTokens } from '../domain/session.ts';
import type { Collections } from './collections.ts';

/** What is known of a session's tokens; undefined when it has ended or expired, or never was. */
export async function findSession(
  sessions: Pick<Collections['sessions'], 'findOne'>,
  id: string,
  now: Date,
): Promise<SessionTokens | undefined> {
  const session = await sessions.findOne({ _id: id, endedAt: null, expiresAt: { $gt: now } });
  return session ? { tokenHash: session.tokenHash, retry: session.retry ?? null } : undefined;
}
