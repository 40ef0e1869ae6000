import { join } from 'node:path';
import { testPostgres } from '@holdfast/dev/testing/postgres';
import type { Clock } from '@holdfast/kit/clock';
import { type Event, readEvent } from '@holdfast/kit/events/event';
import { newUuid } from '@holdfast/kit/ids';
import type { Dependencies } from '../../src/dependencies.ts';
import { type CommandQueue, createCommandQueue } from '../../src/reservations/commandQueue/commandQueue.ts';
import type { Reservation, Settling } from '../../src/reservations/domain/reservation.ts';
import { type ReserveStockOutcome, reserveStock } from '../../src/reservations/reserveStock.ts';
import { settleReservation } from '../../src/reservations/settleReservation.ts';
import { receiveStock } from '../../src/stock/receiveStock.ts';
import { findDisagreements } from '../../src/verification/queries.ts';
import { createWarehouse } from '../../src/warehouses/createWarehouse.ts';

export interface Inventory extends AsyncDisposable {
  readonly deps: Dependencies;
  readonly queue: CommandQueue;
  /** Moves the clock by so many seconds. */
  pass(seconds: number): void;
  warehouse(code: string): Promise<string>;
  /** A new product with so many units in each warehouse. */
  product(units: Readonly<Record<string, number>>): Promise<string>;
  reserve(
    quantities: Readonly<Record<string, number>>,
    reference?: string,
    ttlSeconds?: number,
  ): Promise<ReserveStockOutcome>;
  settle(id: string, settling: Settling): Promise<Reservation>;
  /** Units over all warehouses. */
  stockOf(productId: string): Promise<{ onHand: number; reserved: number }>;
  /** Queries that the database got so far. */
  queries(): Promise<number>;
  /** Items whose stock is not what ledger and holds say. */
  disagreements(): Promise<unknown[]>;
  /** Takes the events out of the outbox, in their order, as a consumer reads them. */
  told(): Promise<Event[]>;
}

/** Inventory on a database of its own, with a clock that stands still until it is moved. */
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
  return {
    deps,
    queue,
    pass: (seconds) => {
      now += seconds * 1000;
    },
    warehouse: async (code) => (await createWarehouse(deps, { code, name: code })).id,
    product: async (units) => {
      const productId = newUuid();
      for (const [warehouseId, quantity] of Object.entries(units)) {
        await receiveStock(deps, { productId, warehouseId, quantity, reason: null, actor: 'test' });
      }
      return productId;
    },
    reserve: (quantities, reference = newUuid(), ttlSeconds = 900) =>
      reserveStock(queue, {
        reference,
        quantities: new Map(Object.entries(quantities)),
        ttlSeconds,
        customerId: null,
        actor: 'test',
      }),
    settle: (id, settling) => settleReservation(queue, { id, settling, reason: null, actor: 'test' }),
    stockOf: async (productId) => {
      const { rows } = await database.query<{ onHand: number; reserved: number }>(
        `select coalesce(sum(on_hand), 0)::int as "onHand", coalesce(sum(reserved), 0)::int as reserved
         from stock_items where product_id = $1`,
        [productId],
      );
      return rows[0]!;
    },
    queries: async () => queries,
    disagreements: () => findDisagreements(database),
    told: async () => {
      const { rows } = await database.query<{ sequence: bigint; event: unknown }>(
        'delete from outbox returning sequence, event',
      );
      return rows.toSorted((a, b) => Number(a.sequence - b.sequence)).map(({ event }) => readEvent(event));
    },
    [Symbol.asyncDispose]: () => postgres[Symbol.asyncDispose](),
  };
}
