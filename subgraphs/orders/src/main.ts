import { setTimeout as delay } from 'node:timers/promises';
import { createIdentitySigner } from '@holdfast/kit-base/identity';
import { connectMongo, withoutTimeout } from '@holdfast/kit-mongo/mongo';
import { mongoOutboxOf } from '@holdfast/kit-mongo/outbox';
import { createServiceClients } from '@holdfast/kit-subgraph/serviceClient';
import { runSubgraph } from '@holdfast/kit-subgraph/subgraphProcess';
import { demoCarrier } from './carrier/demoCarrier.ts';
import { ensureIndexes } from './database/indexes.ts';
import type { OrderDocument } from './database/orderDocument.ts';
import { createOrderWrites } from './database/orderWrites.ts';
import { addSagaGauges, createSagaObserver } from './saga/metrics.ts';
import { startRecovery } from './saga/recovery.ts';
import { createOrders } from './server.ts';
import { ordersSettings } from './settings.ts';

const SECOND = 1_000;

await runSubgraph('orders', ordersSettings, async ({ settings, ...base }) => {
  const { metrics } = base;
  const options = { url: settings.MONGODB_URL, name: 'orders' };
  await withoutTimeout(options, (db) => ensureIndexes(db.collection<OrderDocument>('orders')));
  const mongo = await connectMongo({ ...options, metrics });
  const orders = mongo.db.collection<OrderDocument>('orders');
  const sign = createIdentitySigner('orders', settings.IDENTITY_KEY, base.clock);
  const urls = {
    users: settings.USERS_URL,
    products: settings.PRODUCTS_URL,
    inventory: settings.INVENTORY_URL,
    payments: settings.PAYMENTS_URL,
  };
  const services = createServiceClients(urls, { sign, metrics });
  const deps = {
    ...base,
    orders,
    writes: createOrderWrites(orders),
    services,
    carrier: demoCarrier,
    random: Math.random,
    sleep: (milliseconds: number) => delay(milliseconds),
    requestTimeout: settings.REQUEST_DEADLINE * SECOND,
    giveUpAfter: {
      step: settings.STEP_PATIENCE * SECOND,
      compensation: settings.COMPENSATION_PATIENCE * SECOND,
    },
    observer: createSagaObserver(metrics),
  };
  addSagaGauges(metrics, deps);
  const server = await createOrders({ ...deps, check: mongo.check });
  const recovery = startRecovery(deps);
  return {
    server,
    outbox: mongoOutboxOf(mongo.db, ['orders'], base),
    stop: async () => {
      await recovery.stop();
      await Promise.all(Object.values(services).map((service) => service.end()));
      await mongo.end();
    },
  };
});
