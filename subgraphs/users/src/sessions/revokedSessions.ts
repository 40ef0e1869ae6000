import type { Clock } from '@holdfast/kit-base/clock';
import type { Collections } from '../database/collections.ts';
import { findRevokedSessions } from './queries.ts';

/**
 * Lists, for `/.well-known/revoked-sessions`, the `sid` of every unexpired access token that must be refused.
 */
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
