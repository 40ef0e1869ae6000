import { connectMongo } from '@holdfast/kit-mongo/mongo';
import { collectionsOf } from '../../../subgraphs/users/src/database/collections.ts';
import type { DatabaseUrls } from '../services.ts';

/**
 * Returns true when the demo data is loaded. Accounts are loaded last, and shopping needs one: without an
 * account, the data is missing or incomplete and nothing of value can be lost.
 */
export async function isDemoLoaded(urls: DatabaseUrls): Promise<boolean> {
  const { db, end } = await connectMongo({ url: urls.mongo.users, name: 'demo' });
  try {
    return (await collectionsOf(db).users.findOne({})) !== null;
  } finally {
    await end();
  }
}
