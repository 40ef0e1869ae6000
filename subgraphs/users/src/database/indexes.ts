import { OUTBOX_INDEX } from '@holdfast/kit-mongo/outbox';
import type { Collections } from './collections.ts';

/** The unique index behind "an e-mail address has one account". */
export const EMAIL_UNIQUE = 'email_unique';

/** The unique index behind "each place in the sequence has one signing key". */
export const SEQUENCE_UNIQUE = 'sequence_unique';

/** Creates missing indexes; several processes may do so at once. */
export async function ensureIndexes({
  users,
  sessions,
  signingKeys,
  rateLimits,
}: Pick<Collections, 'users' | 'sessions' | 'signingKeys' | 'rateLimits'>): Promise<void> {
  await users.createIndex({ emailKey: 1 }, { name: EMAIL_UNIQUE, unique: true });
  await users.createIndex({ words: 1 }, { name: 'by_word' });
  await users.createIndex({ roles: 1 }, { name: 'by_role' });
  const { key, ...outbox } = OUTBOX_INDEX;
  await users.createIndex(key, outbox);
  await sessions.createIndex({ userId: 1, expiresAt: 1 }, { name: 'by_user' });
  await sessions.createIndex({ endedAt: 1 }, { name: 'by_end' });
  await sessions.createIndex({ expiresAt: 1 }, { name: 'by_expiry' });
  await signingKeys.createIndex({ sequence: 1 }, { name: SEQUENCE_UNIQUE, unique: true });
  await rateLimits.createIndex({ expiresAt: 1 }, { name: 'by_expiry' });
}
