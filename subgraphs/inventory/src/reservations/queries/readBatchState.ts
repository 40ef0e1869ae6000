import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { StockLevel } from '../../ledger/domain.ts';
import type { ReservationState } from '../domain/reservation.ts';
import { type ReservationRow, toReservation } from './reservationRow.ts';

/** A reservation as it was read. */
export interface SeenReservation extends ReservationState {
  /** The number of times that its lines have been replaced. */
  readonly revivals: number;
}

/** The state that a batch is decided on. */
export interface BatchState {
  /** All items of the products, by product and warehouse. */
  readonly levels: readonly StockLevel[];
  /** The reservations with one of the ids or references. */
  readonly reservations: readonly SeenReservation[];
}

export interface BatchKeys {
  readonly productIds: readonly string[];
  readonly reservationIds: readonly string[];
  readonly references: readonly string[];
}

/** The row of a reservation as JSON, in which dates are text. */
type ReservationJson = Omit<ReservationRow, 'createdAt' | 'expiresAt'> &
  Omit<SeenReservation, 'reservation'> & { readonly createdAt: string; readonly expiresAt: string };

/** Reads what a batch needs as of one moment, in one statement and without a lock. */
export async function readBatchState(
  database: Queryable,
  { productIds, reservationIds, references }: BatchKeys,
): Promise<BatchState> {
  const { rows } = await database.query<{ levels: StockLevel[]; reservations: ReservationJson[] }>(
    `select (
       select coalesce(json_agg(json_build_object('itemId', item.id, 'productId', product_id,
         'warehouseId', warehouse_id, 'active', active, 'onHand', on_hand, 'reserved', reserved)
         order by product_id, warehouse_id), '[]')
       from stock_items as item join warehouses as warehouse on warehouse.id = warehouse_id
       where product_id = any ($1::uuid[])
     ) as levels, (
       select coalesce(json_agg(json_build_object('id', id, 'reference', reference, 'customerId', customer_id,
         'request', request, 'status', status, 'createdAt', created_at, 'expiresAt', expires_at,
         'returned', returned_at is not null, 'revivals', revivals)), '[]')
       from reservations where id = any ($2::uuid[]) or reference = any ($3::text[])
     ) as reservations`,
    [productIds, reservationIds, references],
  );
  const [row] = rows;
  if (!row) throw new Error('The state of a batch was not read.');
  return { levels: row.levels, reservations: row.reservations.map(toSeen) };
}

function toSeen({ returned, revivals, createdAt, expiresAt, ...row }: ReservationJson): SeenReservation {
  const reservation = toReservation({
    ...row,
    createdAt: new Date(createdAt),
    expiresAt: new Date(expiresAt),
  });
  return { reservation, returned, revivals };
}
