import { type Db, MongoServerError } from 'mongodb';

/**
 * Drops what an earlier version used to count attempts and to delete expired sessions. Several processes may
 * do so at once. A process of that version that still runs creates the collection again; the next start drops
 * it.
 */
export async function dropLeftovers(db: Db): Promise<void> {
  await unlessMissing(() => db.dropCollection('rateLimits'));
  await unlessMissing(() => db.collection('sessions').dropIndex('by_expiry'));
}

const NAMESPACE_NOT_FOUND = 26;
const INDEX_NOT_FOUND = 27;

async function unlessMissing(drop: () => Promise<unknown>): Promise<void> {
  try {
    await drop();
  } catch (error) {
    const code = error instanceof MongoServerError ? error.code : undefined;
    if (code !== NAMESPACE_NOT_FOUND && code !== INDEX_NOT_FOUND) throw error;
  }
}
