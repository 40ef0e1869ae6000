import { randomBytes } from 'node:crypto';
import { mongoUrl } from '@holdfast/kit/env';
import { connectMongo } from '@holdfast/kit/mongo';
import { runSubgraph } from '@holdfast/kit/subgraphProcess';
import { ensureIndexes } from './indexes.ts';
import { createUsers } from './server.ts';
import { collectionsOf } from './store/collections.ts';

await runSubgraph('users', { MONGODB_URL: mongoUrl }, async ({ settings, ...base }) => {
  const database = await connectMongo({ url: settings.MONGODB_URL, name: 'users' });
  await ensureIndexes(collectionsOf(database.db));
  return { server: await createUsers({ ...base, database, randomBytes }), stop: () => database.end() };
});
