import type { SessionTokens } from '../domain/session.ts';
import type { Collections } from './collections.ts';

/** Whose a session is, and what is known of its tokens; undefined when it has ended or expired, or never was. */
export async function findSession(
  sessions: Pick<Collections['sessions'], 'findOne'>,
  id: string,
  now: Date,
): Promise<(SessionTokens & { userId: string }) | undefined> {
  const session = await sessions.findOne({ _id: id, endedAt: null, expiresAt: { $gt: now } });
  if (!session) return undefined;
  // Missing in a session from before there were answers.
  const { userId, tokenHash, answers = [] } = session;
  return { userId, tokenHash, answers };
}
