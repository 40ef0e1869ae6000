import { httpUrl, mongoUrl } from '@holdfast/kit-base/env';
import { createIdentitySigner } from '@holdfast/kit-base/identity';
import { connectMongo, withoutTimeout } from '@holdfast/kit-mongo/mongo';
import { mongoOutboxOf } from '@holdfast/kit-mongo/outbox';
import { createServiceClient } from '@holdfast/kit-subgraph/serviceClient';
import { runSubgraph } from '@holdfast/kit-subgraph/subgraphProcess';
import { z } from 'zod';
import { settleDeletions } from './categoryDeletion/settleDeletions.ts';
import { collectionsOf } from './database/collections.ts';
import { ensureIndexes } from './database/indexes.ts';
import { listOldProducts } from './lists/listOldProducts.ts';
import { createProducts } from './server.ts';
import { askInventory } from './services/askInventory.ts';
import { fillStock } from './stock/fillStock.ts';
import { stockSubscription } from './stock/takeStock.ts';

const ownSettings = { MONGODB_URL: mongoUrl, INVENTORY_URL: httpUrl, IDENTITY_KEY: z.string() };

await runSubgraph('products', ownSettings, async ({ settings, ...base }) => {
  const sign = createIdentitySigner('products', settings.IDENTITY_KEY, base.clock);
  const inventory = createServiceClient('inventory', settings.INVENTORY_URL, {
    sign,
    metrics: base.metrics,
  });
  const mongo = { url: settings.MONGODB_URL, name: 'products' };
  await withoutTimeout(mongo, (db) => ensureIndexes(collectionsOf(db)));
  const database = await connectMongo({ ...mongo, metrics: base.metrics });
  const collections = collectionsOf(database.db);
  await listOldProducts(collections);
  await settleDeletions({ ...collections, ...base });
  return {
    server: await createProducts({ ...base, database }),
    outbox: mongoOutboxOf(database.db, ['products', 'categories', 'deletedCategories'], base),
    consumer: {
      subscription: stockSubscription(collections),
      catchUp: (stopping) => fillStock({ ...collections, ask: askInventory(inventory) }, stopping),
    },
    stop: async () => {
      await inventory.end();
      await database.end();
    },
  };
});
