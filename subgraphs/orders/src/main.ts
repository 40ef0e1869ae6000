import { setTimeout as delay } from 'node:timers/promises';
import { httpUrl, mongoUrl } from '@holdfast/kit/env';
import { createIdentitySigner } from '@holdfast/kit/identity';
import { connectMongo } from '@holdfast/kit/mongo';
import { createServiceClient } from '@holdfast/kit/serviceClient';
import { runSubgraph } from '@holdfast/kit/subgraphProcess';
import { z } from 'zod';
import { demoCarrier } from './carrier/demoCarrier.ts';
import { ensureIndexes } from './indexes.ts';
import { startRecovery } from './recovery.ts';
import { createOrders } from './server.ts';
import type { OrderDocument } from './store/orderDocument.ts';

/** Milliseconds that a client waits for its order at most. */
const REQUEST_DEADLINE = 10_000;

const ownSettings = {
  MONGODB_URL: mongoUrl,
  IDENTITY_KEY: z.string(),
  USERS_URL: httpUrl,
  PRODUCTS_URL: httpUrl,
  INVENTORY_URL: httpUrl,
  PAYMENTS_URL: httpUrl,
};

await runSubgraph('orders', ownSettings, async ({ settings, ...base }) => {
  const mongo = await connectMongo({ url: settings.MONGODB_URL, name: 'orders' });
  const orders = mongo.db.collection<OrderDocument>('orders');
  await ensureIndexes(orders);
  const sign = createIdentitySigner('orders', settings.IDENTITY_KEY, base.clock);
  const services = {
    users: createServiceClient('users', settings.USERS_URL, sign),
    products: createServiceClient('products', settings.PRODUCTS_URL, sign),
    inventory: createServiceClient('inventory', settings.INVENTORY_URL, sign),
    payments: createServiceClient('payments', settings.PAYMENTS_URL, sign),
  };
  const deps = {
    ...base,
    orders,
    services,
    carrier: demoCarrier,
    random: Math.random,
    sleep: (milliseconds: number) => delay(milliseconds),
    requestDeadline: REQUEST_DEADLINE,
  };
  const server = await createOrders({ ...deps, check: mongo.check });
  const recovery = startRecovery(deps);
  return {
    server,
    stop: async () => {
      await recovery.stop();
      await Promise.all(Object.values(services).map((service) => service.end()));
      await mongo.end();
    },
  };
});
