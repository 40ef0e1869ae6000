/** Receives stock over a real bus, next to the service's own events. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testPostgres } from '@holdfast/dev/testing/postgres';
import { testNats } from '@holdfast/dev/testing/testNats';
import { hasNatsServer, NATS_SERVER } from '@holdfast/dev/testing/tools';
import { newUuid } from '@holdfast/kit-base/ids';
import { silentLog } from '@holdfast/kit-base/log';
import { connectBus } from '@holdfast/kit-events/connectBus';
import { startConsumer } from '@holdfast/kit-events/consumer';
import { type Event, newEvent } from '@holdfast/kit-events/event';
import { expect, test } from 'vitest';
import { fillStock } from '../../src/stock/fillStock.ts';
import { stockSubscription } from '../../src/stock/takeStock.ts';
import { type TestProducts, testProducts } from '../support/testProducts.ts';
import { list } from './stockLists.ts';

/** Milliseconds. Long enough for a busy machine. */
const SOON = { timeout: 30_000 };

const open = (url: string) =>
  connectBus({ url, name: 'tests', log: silentLog, newId: newUuid, retry: { random: Math.random, base: 5 } });

/** Starts a database without tables. */
async function emptyPostgres() {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-test-'));
  const postgres = await testPostgres(folder);
  await rm(folder, { recursive: true });
  return postgres;
}

/** Runs the catalogue's consumer like its process does, next to a bus that publishes. */
async function listening(catalogue: TestProducts, url: string, units: ReadonlyMap<string, number>) {
  const bus = await open(url);
  const consumer = await startConsumer({
    consumer: {
      subscription: stockSubscription(catalogue.deps),
      catchUp: (stopping) => fillStock({ ...catalogue.deps, ask: async () => units }, stopping),
    },
    connect: () => open(url),
    log: silentLog,
  });
  return {
    bus,
    async [Symbol.asyncDispose]() {
      await consumer.stop();
      await bus.stop();
    },
  };
}

function changed(productId: string, available: number, version: number): Event<'StockChanged'> {
  const data = { productId, available, version, kind: 'RECEIVE', actor: 'test', reason: null };
  return newEvent('StockChanged', data, { clock: () => new Date(), newId: newUuid });
}

const servers = [
  ['PostgreSQL', true, emptyPostgres],
  [`NATS (needs ${NATS_SERVER})`, await hasNatsServer(), testNats],
] as const;

for (const [name, available, start] of servers) {
  test.skipIf(!available)(`over ${name}: stock is filled at the start, then follows the events`, async () => {
    await using server = await start();
    await using catalogue = await testProducts();
    const old = await catalogue.addProduct({ sku: 'OLD', name: 'Old' });
    await using shop = await listening(catalogue, server.url, new Map([[old.id, 4]]));
    const inStock = () => list(catalogue, { inStock: true });
    await expect.poll(inStock, SOON).toEqual(['OLD']);

    const early = newUuid();
    const sold = changed(old.id, 0, 2);
    // Late, twice, out of order, and for a product that does not exist yet.
    await shop.bus.publish([changed(early, 3, 1), sold, changed(old.id, 4, 1), sold]);
    await expect.poll(inStock, SOON).toEqual([]);
    await expect.poll(() => catalogue.deps.stock.findOne({ _id: early }), SOON).not.toBeNull();
    catalogue.pass(1);
    await catalogue.addProduct({ id: early, sku: 'NEW', name: 'New' });
    expect(await inStock()).toEqual(['NEW']);

    await shop.bus.publish([changed(old.id, 9, 3), changed(early, 0, 2)]);
    await expect.poll(inStock, SOON).toEqual(['OLD']);
    expect(await shop.bus.deadLetters.list()).toEqual([]);
  });
}
