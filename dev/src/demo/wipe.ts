/** Empties the databases, so that the demo data can be put back as it was. */
import { connectMongo } from '@holdfast/kit-mongo/mongo';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import type { DatabaseUrls } from '../services.ts';

/** The keys that access tokens are signed with are no demo data: services that run keep them. */
const KEPT = new Set(['signingKeys']);

/**
 * Deletes everything but signing keys, and what was mailed: that stays mailed. Services that run go on when the tables have been
 * made anew.
 */
export async function wipe({ postgres, mongo }: DatabaseUrls): Promise<void> {
  const { notifications: _kept, ...emptied } = postgres;
  await Promise.all([...Object.values(emptied).map(wipePostgres), ...Object.values(mongo).map(wipeMongo)]);
}

/** Ledgers refuse to be emptied: so everything is dropped, and migrated anew when the demo data is loaded. */
async function wipePostgres(url: string): Promise<void> {
  const database = await connectPostgres({ url, name: 'demo', connections: 1 });
  try {
    await database.transaction(async (tx) => {
      await tx.query('drop schema public cascade');
      await tx.query('create schema public');
    });
  } finally {
    await database.end();
  }
}

async function wipeMongo(url: string): Promise<void> {
  const { db, end } = await connectMongo({ url, name: 'demo' });
  try {
    for (const collection of await db.collections()) {
      if (!KEPT.has(collection.collectionName)) await collection.deleteMany({});
    }
  } finally {
    await end();
  }
}
