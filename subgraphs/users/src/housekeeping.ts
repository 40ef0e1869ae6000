import type { Clock } from '@holdfast/kit-base/clock';
import { publishedKeysOf } from './domain/signingKeySchedule.ts';
import type { Collections } from './store/collections.ts';
import { deleteExpired } from './store/deleteExpired.ts';
import { deleteSigningKeys } from './store/deleteSigningKeys.ts';
import { findSigningKeys } from './store/findSigningKeys.ts';

/** Deletes what its time has made useless: sessions, counted attempts, keys that are not published any more. Nothing waits
 * for it, and any number of processes may do it at once. */
export async function cleanUp({
  sessions,
  rateLimits,
  signingKeys,
  clock,
}: Pick<Collections, 'sessions' | 'rateLimits' | 'signingKeys'> & { clock: Clock }): Promise<void> {
  const now = clock();
  await deleteExpired(sessions, now);
  await deleteExpired(rateLimits, now);
  const keys = await findSigningKeys(signingKeys);
  const published = new Set(publishedKeysOf(keys, now));
  const retired = keys.filter((key) => !published.has(key)).map(({ _id }) => _id);
  if (retired.length > 0) await deleteSigningKeys(signingKeys, retired);
}
