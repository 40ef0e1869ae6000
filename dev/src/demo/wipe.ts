/** Empties the databases, so that the demo data can be restored. */
import { connectMongo } from '@holdfast/kit-mongo/mongo';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import type { DatabaseUrls } from '../services.ts';

/** The keys that sign access tokens are not demo data: running services keep them. */
const KEPT = new Set(['signingKeys']);

/**
 * Deletes everything but the signing keys and the notifications' records of sent mails, which stay sent.
 * Running services continue once the tables have been recreated.
 */
export async function wipe({ postgres, mongo }: DatabaseUrls): Promise<void> {
  const { notifications: _kept, ...emptied } = postgres;
  await Promise.all([...Object.values(emptied).map(wipePostgres), ...Object.values(mongo).map(wipeMongo)]);
}

/** Drops everything, because ledgers refuse deletion; loading the demo data migrates the database again. */
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
