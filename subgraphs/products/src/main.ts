import { mongoUrl } from '@holdfast/kit/env';
import { connectMongo } from '@holdfast/kit/mongo';
import { runSubgraph } from '@holdfast/kit/subgraphProcess';
import { ensureIndexes } from './indexes.ts';
import { createProducts } from './server.ts';
import { collectionsOf } from './store/collections.ts';

await runSubgraph('products', { MONGODB_URL: mongoUrl }, async ({ settings, ...base }) => {
  const database = await connectMongo({ url: settings.MONGODB_URL, name: 'products' });
  await ensureIndexes(collectionsOf(database.db));
  return { server: await createProducts({ ...base, database }), stop: () => database.end() };
});
