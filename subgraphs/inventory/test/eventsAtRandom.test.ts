/** Random concurrent changes of stock: the events match the stock. */
import { codeOf } from '@holdfast/kit-base/errors';
import type { Event } from '@holdfast/kit-events/event';
import { expect, test } from 'vitest';
import { createCommandQueue } from '../src/reservations/commandQueue/commandQueue.ts';
import type { Settling } from '../src/reservations/domain/reservation.ts';
import { expireDueReservations } from '../src/reservations/expiry/expireDueReservations.ts';
import { renewReservation } from '../src/reservations/renewReservation.ts';
import { reserveStock } from '../src/reservations/reserveStock.ts';
import { settleReservation } from '../src/reservations/settleReservation.ts';
import { adjustStock } from '../src/stock/adjustStock.ts';
import { receiveStock } from '../src/stock/receiveStock.ts';
import { transferStock } from '../src/stock/transferStock.ts';
import { verifyStock } from '../src/verification/verifyStock.ts';
import { buildReserveStock, buildSettleReservation, buildStaffChange } from './support/builders.ts';
import { type Inventory, testInventory } from './support/inventory.ts';
import { randomFrom } from './support/random.ts';

const CLIENTS = 16;
const OPERATIONS = 40;

test.each([1, 2])('seed %i', { timeout: 60_000 }, async (seed) => {
  await using inventory = await testInventory();
  const warehouses = [await inventory.addWarehouse('BER'), await inventory.addWarehouse('HAM')];
  const units = Object.fromEntries(warehouses.map((warehouse) => [warehouse, 20]));
  const products = [
    await inventory.addProduct(units),
    await inventory.addProduct(units),
    await inventory.addProduct(units),
  ];
  const random = randomFrom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const client = clientOf(inventory, { warehouses, products, below });
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let n = 0; n < OPERATIONS; n++) {
        // SUBGRAPH_TIMEOUT: the clock was moved while the command waited for its turn.
        await client().catch((error) => expect(codeOf(error)).toMatch(/^(CONFLICT|SUBGRAPH_TIMEOUT)$/));
      }
    }),
  );

  expect(await verifyStock(inventory.deps.database)).toEqual([]);
  expect(await movementsWithoutEvent(inventory)).toEqual([]);
  const ledger = await endings(inventory);
  const events = await inventory.takeEvents();
  for (const product of products) {
    const changes = events.flatMap((event) =>
      event.type === 'holdfast.StockChanged.v1' && event.subject === product ? [event.data] : [],
    );
    expect(changes.map(({ version }) => version)).toEqual(changes.map((_, n) => n + 1));
    const { onHand, reserved } = await inventory.stockOf(product);
    expect(changes.at(-1)?.available).toBe(onHand - reserved);
  }
  expect(count(events)).toEqual(ledger);
});

/**
 * Creates a client that makes one random change per call, mostly of something that another client is changing
 * too.
 */
function clientOf(
  inventory: Inventory,
  {
    warehouses,
    products,
    below,
  }: { warehouses: string[]; products: string[]; below: (limit: number) => number },
) {
  const { deps } = inventory;
  // Clients that share no queue meet only in the database, as processes do.
  const queues = [inventory.queue, createCommandQueue(deps)];
  const ids: string[] = [];
  const one = <T>(all: readonly T[]): T => all[below(all.length)]!;
  const settlings: Settling[] = ['CONFIRM', 'RELEASE', 'RETURN'];
  return async (): Promise<unknown> => {
    const change = buildStaffChange({ productId: one(products) });
    const choice = below(20);
    if (choice < 8 || ids.length === 0) {
      const units = { [one(products)]: 1 + below(3), [one(products)]: 1 };
      const command = buildReserveStock(units, { ttlSeconds: 1 + below(10) });
      const outcome = await reserveStock(one(queues), command);
      if (outcome.kind === 'reserved') ids.push(outcome.reservation.id);
      return outcome;
    }
    if (choice < 14) {
      return settleReservation(one(queues), buildSettleReservation(one(ids), one(settlings)));
    }
    if (choice < 15) return renewReservation(deps, { id: one(ids), ttlSeconds: 30, actor: 'test' });
    if (choice < 16) return receiveStock(deps, { ...change, warehouseId: one(warehouses), quantity: 2 });
    if (choice < 17)
      return adjustStock(deps, {
        ...change,
        warehouseId: one(warehouses),
        delta: below(2) * 3 - 1,
      });
    if (choice < 18) {
      const [fromWarehouseId, toWarehouseId] = warehouses.toSorted(() => below(2) - 0.5) as [string, string];
      return transferStock(deps, { ...change, fromWarehouseId, toWarehouseId, quantity: 1 });
    }
    inventory.advance(1);
    return expireDueReservations(deps);
  };
}

/**
 * Returns ledger rows whose transaction (`xmin`: the one that wrote a row) wrote no StockChanged for their
 * product.
 */
async function movementsWithoutEvent({ deps }: Inventory): Promise<unknown[]> {
  const { rows } = await deps.database.query(
    `select movement.id, kind from stock_movements as movement join stock_items as item on item.id = stock_item_id
     where not exists (select from outbox where outbox.xmin = movement.xmin
       and event ->> 'type' = 'holdfast.StockChanged.v1' and event ->> 'subject' = product_id::text)`,
  );
  return rows;
}

const ENDINGS = ['StockReserved', 'ReservationReleased', 'ReservationExpired'] as const;

/** Counts how often reservations were held, released and expired, by the ledger. */
async function endings({ deps }: Inventory): Promise<Record<string, number>> {
  const { rows } = await deps.database.query<Record<string, number>>(
    `select count(*) filter (where kind = 'RESERVE')::int as "StockReserved",
       count(*) filter (where kind = 'RELEASE')::int as "ReservationReleased",
       count(*) filter (where kind = 'EXPIRE')::int as "ReservationExpired"
     from (select distinct xmin::text, reservation_id, kind from stock_movements) as moved`,
  );
  expect(Math.min(...Object.values(rows[0]!)), 'each happened').toBeGreaterThan(0);
  return rows[0]!;
}

function count(events: readonly Event[]): Record<string, number> {
  const counts = ENDINGS.map((name) => [
    name,
    events.filter(({ type }) => type === `holdfast.${name}.v1`).length,
  ]);
  return Object.fromEntries(counts);
}
