import { connectMongo } from '@holdfast/kit-mongo/mongo';
import { collectionsOf } from '../../../subgraphs/users/src/database/collections.ts';
import type { DatabaseUrls } from '../services.ts';

/**
 * Whether the demo data is there. Accounts are loaded last and nobody can shop without one: so no account means that
 * nothing, or only a part, was loaded, and nothing of value is there.
 */
export async function isDemoLoaded(urls: DatabaseUrls): Promise<boolean> {
  const { db, end } = await connectMongo({ url: urls.mongo.users, name: 'demo' });
  try {
    return (await collectionsOf(db).users.findOne({})) !== null;
  } finally {
    await end();
  }
}
