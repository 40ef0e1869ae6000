import type { Clock } from '@holdfast/kit-base/clock';
import type { Collections } from './database/collections.ts';
import { deleteEndedWindows } from './limits/queries.ts';
import { deleteExpiredSessions } from './sessions/queries.ts';
import { deleteRetiredKeys } from './tokens/signingKeys.ts';

/**
 * Deletes what has expired: sessions, counted attempts, and keys that are no longer published. Nothing waits
 * for it, and any number of processes may run it at once.
 */
export async function cleanUp({
  sessions,
  rateLimits,
  signingKeys,
  clock,
}: Pick<Collections, 'sessions' | 'rateLimits' | 'signingKeys'> & { clock: Clock }): Promise<void> {
  const now = clock();
  await deleteExpiredSessions(sessions, now);
  await deleteEndedWindows(rateLimits, now);
  await deleteRetiredKeys(signingKeys, now);
}
