import { OUTBOX_INDEX } from '@holdfast/kit-mongo/outbox';
import type { Collections } from './collections.ts';

/** The unique index behind "an e-mail address has one account". */
export const EMAIL_UNIQUE = 'email_unique';

/** The unique index behind "each place in the sequence has one signing key". */
export const SEQUENCE_UNIQUE = 'sequence_unique';

type Indexed = Pick<Collections, 'users' | 'sessions' | 'signingKeys' | 'attempts'>;

/** Creates missing indexes; several processes may do so at once. */
export async function ensureIndexes(collections: Indexed): Promise<void> {
  await ensureKeys(collections);
  await ensureExpiry(collections);
}

/** Creates the indexes that make documents unique or find them. */
export async function ensureKeys({ users, sessions, signingKeys, attempts }: Indexed): Promise<void> {
  await users.createIndex({ emailKey: 1 }, { name: EMAIL_UNIQUE, unique: true });
  await users.createIndex({ words: 1 }, { name: 'by_word' });
  await users.createIndex({ roles: 1 }, { name: 'by_role' });
  const { key, ...outbox } = OUTBOX_INDEX;
  await users.createIndex(key, outbox);
  await sessions.createIndex({ userId: 1, expiresAt: 1 }, { name: 'by_user' });
  await sessions.createIndex({ endedAt: 1 }, { name: 'by_end' });
  await signingKeys.createIndex({ sequence: 1 }, { name: SEQUENCE_UNIQUE, unique: true });
  // Without it, each of several concurrent attempts would open a window of its own.
  await attempts.createIndex({ key: 1 }, { name: 'key_unique', unique: true });
}

/**
 * Creates the TTL indexes, by which the database deletes expired sessions and ended windows, about once a
 * minute and by its own clock. No query depends on that.
 */
async function ensureExpiry({ sessions, attempts }: Indexed): Promise<void> {
  // Descending, because an earlier version creates an ascending index on this field, which would conflict.
  await sessions.createIndex({ expiresAt: -1 }, { name: 'expiry', expireAfterSeconds: 0 });
  await attempts.createIndex({ expire: -1 }, { name: 'expiry', expireAfterSeconds: 0 });
}
