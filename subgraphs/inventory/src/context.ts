import { batch } from '@holdfast/kit-base/batch';
import type { Identity } from '@holdfast/kit-base/identity';
import type { AuthorizationContext } from '@holdfast/kit-subgraph/authorization';
import DataLoader from 'dataloader';
import type { CommandQueue } from './commandQueue.ts';
import type { Dependencies } from './dependencies.ts';
import type { Reservation } from './domain/reservation.ts';
import type { Warehouse } from './domain/warehouse.ts';
import { findAvailability } from './store/findAvailability.ts';
import { findReservationLines, type ReservationLine } from './store/findReservationLines.ts';
import { findReservations } from './store/findReservations.ts';
import { findStockItemsOfProducts } from './store/findStockItems.ts';
import { findWarehouses } from './store/findWarehouses.ts';
import type { StockItem } from './store/stockItemRow.ts';

/** What the resolvers of one request share: one query a type, however many are asked for. */
export interface Context extends AuthorizationContext {
  readonly deps: Dependencies;
  readonly queue: CommandQueue;
  /** Units that can be reserved now, by product id. */
  readonly availability: DataLoader<string, number>;
  readonly reservations: DataLoader<string, Reservation | undefined>;
  /** By reservation id. */
  readonly reservationLines: DataLoader<string, ReservationLine[]>;
  /** By product id. */
  readonly stockItems: DataLoader<string, StockItem[]>;
  readonly warehouses: DataLoader<string, Warehouse>;
}

export function createContext(deps: Dependencies, queue: CommandQueue, identity: Identity): Context {
  const { database, clock } = deps;
  return {
    deps,
    queue,
    identity,
    availability: new DataLoader(
      batch('availability', async (ids: readonly string[]) => {
        const found = await findAvailability(database, ids, clock());
        const byId = new Map(found.map(({ productId, available }) => [productId, available]));
        return ids.map((id) => byId.get(id) ?? 0);
      }),
    ),
    reservations: new DataLoader(
      batch('reservations', async (ids: readonly string[]) => {
        const byId = new Map((await findReservations(database, ids)).map((found) => [found.id, found]));
        return ids.map((id) => byId.get(id));
      }),
    ),
    reservationLines: new DataLoader(
      batch('reservationLines', async (ids: readonly string[]) => {
        const byId = Map.groupBy(await findReservationLines(database, ids), (line) => line.reservationId);
        return ids.map((id) => byId.get(id) ?? []);
      }),
    ),
    stockItems: new DataLoader(
      batch('stockItems', async (ids: readonly string[]) => {
        const byId = Map.groupBy(await findStockItemsOfProducts(database, ids), (item) => item.productId);
        return ids.map((id) => byId.get(id) ?? []);
      }),
    ),
    warehouses: new DataLoader(
      batch('warehouses', async (ids: readonly string[]) => {
        const byId = new Map((await findWarehouses(database, ids)).map((found) => [found.id, found]));
        return ids.map((id) => byId.get(id) ?? new Error('A warehouse is missing.'));
      }),
    ),
  };
}

/** Who the ledger names: the user that a request is for, else the service that asks. */
export function actorOf({ user, service }: Identity): string {
  return user?.id ?? service;
}
