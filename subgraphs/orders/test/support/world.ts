/**
 * The dependencies of the use cases, for tests: services in memory, a clock that tests move, and a real
 * database.
 */
import { testMongo } from '@holdfast/dev/testing/mongo';
import { newUuid } from '@holdfast/kit-base/ids';
import { silentLog } from '@holdfast/kit-base/log';
import { createMetrics, type Registry } from '@holdfast/kit-telemetry/metrics';
import { demoCarrier } from '../../src/carrier/demoCarrier.ts';
import type { Dependencies } from '../../src/context.ts';
import { ensureIndexes } from '../../src/database/indexes.ts';
import type { OrderDocument } from '../../src/database/orderDocument.ts';
import { createOrderWrites } from '../../src/database/orderWrites.ts';
import { addSagaGauges, createSagaObserver } from '../../src/saga/metrics.ts';
import { NOW } from '../builders.ts';
import { type FakeServices, fakeServices } from './services.ts';

export interface World extends AsyncDisposable, FakeServices {
  readonly deps: Dependencies;
  readonly metrics: Registry;
  /** The URL of the database. */
  readonly url: string;
  /** The clock, in milliseconds. `sleep` moves it. */
  now: number;
}

export async function testWorld({ stock = 10, wallet = 1000 } = {}): Promise<World> {
  const database = await testMongo();
  const orders = database.mongo.db.collection<OrderDocument>('orders');
  await ensureIndexes(orders);
  const services = fakeServices({ stock, wallet });
  const { client } = services;
  const metrics = createMetrics('orders');
  const world: World = Object.assign(services, {
    metrics,
    url: database.url,
    now: NOW.getTime(),
    deps: {
      orders,
      writes: createOrderWrites(orders),
      services: { users: client, products: client, inventory: client, payments: client },
      carrier: demoCarrier,
      clock: () => new Date(world.now),
      newId: newUuid,
      random: () => 0.5,
      sleep: async (milliseconds: number) => {
        world.now += milliseconds;
        await new Promise((resolve) => setImmediate(resolve));
      },
      log: silentLog,
      requestTimeout: 10_000,
      giveUpAfter: { step: 180_000, compensation: 300_000 },
      observer: createSagaObserver(metrics),
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  });
  addSagaGauges(metrics, world.deps);
  return world;
}
