import type { Clock } from '@holdfast/kit/clock';
import type { Collections } from '../database/collections.ts';
import { findRevokedSessions } from './queries.ts';

/** What stands at `/.well-known/revoked-sessions`: the `sid` of every access token to refuse, though it has not expired. */
export async function revokedSessions({
  sessions,
  clock,
}: {
  sessions: Pick<Collections['sessions'], 'find'>;
  clock: Clock;
}): Promise<{ sessions: string[]; asOf: string }> {
  const now = clock();
  return { sessions: await findRevokedSessions(sessions, now), asOf: now.toISOString() };
}
