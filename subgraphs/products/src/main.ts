import { mongoUrl } from '@holdfast/kit/env';
import { connectMongo } from '@holdfast/kit/mongo';
import { runSubgraph } from '@holdfast/kit/subgraphProcess';
import { ensureIndexes } from './indexes.ts';
import { listOldProducts } from './listOldProducts.ts';
import { createProducts } from './server.ts';
import { settleDeletions } from './settleDeletions.ts';
import { collectionsOf } from './store/collections.ts';

await runSubgraph('products', { MONGODB_URL: mongoUrl }, async ({ settings, ...base }) => {
  const database = await connectMongo({ url: settings.MONGODB_URL, name: 'products' });
  const collections = collectionsOf(database.db);
  await ensureIndexes(collections);
  await listOldProducts(collections);
  await settleDeletions({ ...collections, newId: base.newId });
  return { server: await createProducts({ ...base, database }), stop: () => database.end() };
});
