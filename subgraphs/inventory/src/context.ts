import { batch } from '@holdfast/kit-base/batch';
import type { Identity } from '@holdfast/kit-base/identity';
import type { AuthorizationContext } from '@holdfast/kit-subgraph/authorization';
import DataLoader from 'dataloader';
import { findAvailability } from './availability/queries.ts';
import type { Dependencies } from './dependencies.ts';
import type { CommandQueue } from './reservations/commandQueue/commandQueue.ts';
import type { Reservation } from './reservations/domain/reservation.ts';
import { findReservations } from './reservations/queries/findReservations.ts';
import { findReservationLines, type ReservationLine } from './reservations/queries/reservationLines.ts';
import { findStockItemsOfProducts, type StockItem } from './stock/queries/stockItems.ts';
import { findWarehouses, type Warehouse } from './warehouses/queries.ts';

/** Shared by the resolvers of one request. Each loader sends one query, however many keys it loads. */
export interface Context extends AuthorizationContext {
  readonly deps: Dependencies;
  readonly queue: CommandQueue;
  /** The caller's name in the ledger: the id of the user behind the request, or else the calling service. */
  readonly actor: string;
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
    actor: identity.user?.id ?? identity.service,
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
