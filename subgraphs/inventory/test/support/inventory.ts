import { join } from 'node:path';
import { testPostgres } from '@holdfast/dev/testing/postgres';
import type { Clock } from '@holdfast/kit-base/clock';
import { newUuid } from '@holdfast/kit-base/ids';
import { type Event, readEvent } from '@holdfast/kit-events/event';
import type { Dependencies } from '../../src/dependencies.ts';
import { type CommandQueue, createCommandQueue } from '../../src/reservations/commandQueue/commandQueue.ts';
import type { Reservation, Settling } from '../../src/reservations/domain/reservation.ts';
import { type ReserveStockOutcome, reserveStock } from '../../src/reservations/reserveStock.ts';
import { settleReservation } from '../../src/reservations/settleReservation.ts';
import { receiveStock } from '../../src/stock/receiveStock.ts';
import { findDisagreements } from '../../src/verification/queries.ts';
import { createWarehouse } from '../../src/warehouses/createWarehouse.ts';
import { buildReserveStock, buildSettleReservation, type Units } from './builders.ts';

export interface Inventory extends AsyncDisposable {
  readonly deps: Dependencies;
  readonly queue: CommandQueue;
  /** Moves the clock forward. */
  advance(seconds: number): void;
  /** @returns the warehouse's id. */
  addWarehouse(code: string): Promise<string>;
  /**
   * Receives units of a new product.
   * @param units by warehouse id.
   * @returns the product's id.
   */
  addProduct(units: Units): Promise<string>;
  reserve(units: Units, reference?: string, ttlSeconds?: number): Promise<ReserveStockOutcome>;
  /**
   * Reserves units that are available.
   * @throws Error when stock is short.
   */
  hold(units: Units, reference?: string, ttlSeconds?: number): Promise<Reservation>;
  settle(id: string, settling: Settling): Promise<Reservation>;
  /** Returns the units in all warehouses. */
  stockOf(productId: string): Promise<{ onHand: number; reserved: number }>;
  /** Returns the number of queries sent to the database so far. */
  queryCount(): number;
  /** Returns the items whose stock differs from the ledger or the holds. */
  findDisagreements(): Promise<unknown[]>;
  /** Deletes the events from the outbox and returns them in their order, as a consumer reads them. */
  takeEvents(): Promise<Event[]>;
}

/** Creates inventory on its own database, with a clock that stands still until a test moves it. */
export async function testInventory(): Promise<Inventory> {
  const { database: real, ...postgres } = await testPostgres(join(import.meta.dirname, '../../migrations'));
  let queries = 0;
  const database: typeof real = {
    ...real,
    query: (text, values) => {
      queries++;
      return real.query(text, values);
    },
  };
  let now = Date.parse('2026-11-20T12:00:00.000Z');
  const clock: Clock = () => new Date(now);
  const deps: Dependencies = { database, clock, newId: newUuid };
  const queue = createCommandQueue(deps);
  const reserve = (units: Units, reference = newUuid(), ttlSeconds = 900) =>
    reserveStock(queue, buildReserveStock(units, { reference, ttlSeconds }));
  return {
    deps,
    queue,
    advance: (seconds) => {
      now += seconds * 1000;
    },
    addWarehouse: async (code) => (await createWarehouse(deps, { code, name: code })).id,
    addProduct: async (units) => {
      const productId = newUuid();
      for (const [warehouseId, quantity] of Object.entries(units)) {
        await receiveStock(deps, { productId, warehouseId, quantity, reason: null, actor: 'test' });
      }
      return productId;
    },
    reserve,
    hold: async (...args) => {
      const outcome = await reserve(...args);
      if (outcome.kind !== 'reserved') throw new Error('Stock is short.');
      return outcome.reservation;
    },
    settle: (id, settling) => settleReservation(queue, buildSettleReservation(id, settling)),
    stockOf: async (productId) => {
      const { rows } = await database.query<{ onHand: number; reserved: number }>(
        `select coalesce(sum(on_hand), 0)::int as "onHand", coalesce(sum(reserved), 0)::int as reserved
         from stock_items where product_id = $1`,
        [productId],
      );
      return rows[0]!;
    },
    queryCount: () => queries,
    findDisagreements: () => findDisagreements(database),
    takeEvents: async () => {
      const { rows } = await database.query<{ sequence: bigint; event: unknown }>(
        'delete from outbox returning sequence, event',
      );
      return rows.toSorted((a, b) => Number(a.sequence - b.sequence)).map(({ event }) => readEvent(event));
    },
    [Symbol.asyncDispose]: () => postgres[Symbol.asyncDispose](),
  };
}
