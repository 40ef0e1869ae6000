import { setTimeout as delay } from 'node:timers/promises';
import { httpUrl, mongoUrl, readEnv, subgraphSettings } from '@holdfast/kit/env';
import { createIdentitySigner, createIdentityVerifier } from '@holdfast/kit/identity';
import { newUuid } from '@holdfast/kit/ids';
import { runProcess } from '@holdfast/kit/lifecycle';
import { createLog } from '@holdfast/kit/log';
import { connectMongo } from '@holdfast/kit/mongo';
import { createServiceClient } from '@holdfast/kit/serviceClient';
import { z } from 'zod';
import { demoCarrier } from './carrier/demoCarrier.ts';
import { ensureIndexes } from './indexes.ts';
import { startRecovery } from './recovery.ts';
import { createOrders } from './server.ts';
import type { OrderDocument } from './store/orderDocument.ts';

/** Milliseconds that a client waits for its order at most. */
const REQUEST_DEADLINE = 10_000;

const settingsSchema = z.object({
  ...subgraphSettings,
  MONGODB_URL: mongoUrl,
  IDENTITY_KEY: z.string(),
  USERS_URL: httpUrl,
  PRODUCTS_URL: httpUrl,
  INVENTORY_URL: httpUrl,
  PAYMENTS_URL: httpUrl,
});

await runProcess('orders', async (setLog) => {
  const settings = readEnv(settingsSchema, process.env);
  const log = createLog('orders', settings.LOG_LEVEL);
  setLog(log);
  const clock = () => new Date();
  const verifyIdentity = createIdentityVerifier(settings.IDENTITY_TRUST, clock);
  const sign = createIdentitySigner('orders', settings.IDENTITY_KEY, clock);
  const mongo = await connectMongo({ url: settings.MONGODB_URL, name: 'orders' });
  const orders = mongo.db.collection<OrderDocument>('orders');
  await ensureIndexes(orders);
  const services = {
    users: createServiceClient('users', settings.USERS_URL, sign),
    products: createServiceClient('products', settings.PRODUCTS_URL, sign),
    inventory: createServiceClient('inventory', settings.INVENTORY_URL, sign),
    payments: createServiceClient('payments', settings.PAYMENTS_URL, sign),
  };
  const deps = {
    orders,
    services,
    carrier: demoCarrier,
    clock,
    newId: newUuid,
    random: Math.random,
    sleep: (milliseconds: number) => delay(milliseconds),
    log,
    requestDeadline: REQUEST_DEADLINE,
  };
  const server = await createOrders({ ...deps, verifyIdentity, check: mongo.check });
  const url = await server.listen({ host: settings.HOST, port: settings.PORT });
  const recovery = startRecovery(deps);
  return {
    url,
    stop: async () => {
      await Promise.all([server.close(), recovery.stop()]);
      await Promise.all(Object.values(services).map((service) => service.end()));
      await mongo.end();
    },
  };
});
