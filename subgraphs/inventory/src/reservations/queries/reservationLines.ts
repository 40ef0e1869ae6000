import type { Queryable } from '@holdfast/kit-postgres/postgres';

export interface ReservationLine {
  readonly reservationId: string;
  readonly itemId: string;
  readonly productId: string;
  readonly warehouseId: string;
  readonly quantity: number;
  /** How often the reservation's lines had been replaced when this one was read. */
  readonly revivals: number;
}

/** Returns the lines of these reservations, each reservation's in a fixed order. */
export async function findReservationLines(
  database: Queryable,
  reservationIds: readonly string[],
): Promise<ReservationLine[]> {
  const { rows } = await database.query<ReservationLine>(
    `select line.reservation_id as "reservationId", line.stock_item_id as "itemId", item.product_id as "productId",
       item.warehouse_id as "warehouseId", line.quantity, reservation.revivals
     from reservation_lines as line join stock_items as item on item.id = line.stock_item_id
       join reservations as reservation on reservation.id = line.reservation_id
     where line.reservation_id = any($1::uuid[])
     order by line.reservation_id, item.product_id, item.warehouse_id`,
    [reservationIds],
  );
  return rows;
}

export type NewReservationLine = Pick<ReservationLine, 'reservationId' | 'itemId' | 'quantity'>;

/** Inserts the items, and how many of their units, that reservations hold. */
export async function insertReservationLines(
  tx: Queryable,
  lines: readonly NewReservationLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await tx.query(
    `insert into reservation_lines (reservation_id, stock_item_id, quantity)
     select * from unnest($1::uuid[], $2::uuid[], $3::int[])`,
    [
      lines.map(({ reservationId }) => reservationId),
      lines.map(({ itemId }) => itemId),
      lines.map(({ quantity }) => quantity),
    ],
  );
}
