import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Reservation } from '../domain/reservation.ts';
import { RESERVATION_COLUMNS, type ReservationRow, toReservation } from './reservationRow.ts';

/**
 * Extends the hold of an ACTIVE reservation that was not extended before; never shortens it.
 * @returns false when nothing changed: it was extended before, is not ACTIVE, or does not exist.
 */
export async function extendReservation(
  database: Queryable,
  id: string,
  { now, until }: { now: Date; until: Date },
): Promise<boolean> {
  const { rowCount } = await database.query(
    `update reservations set expires_at = greatest(expires_at, $3), renewed_at = $2
     where id = $1 and status = 'ACTIVE' and renewed_at is null`,
    [id, now, until],
  );
  return rowCount === 1;
}

/**
 * Makes an EXPIRED reservation ACTIVE again and deletes its lines; the transaction has to hold its units
 * anew. When several transactions try at once, one succeeds.
 * @returns undefined when nothing changed: it is not EXPIRED, or does not exist.
 */
export async function reviveReservation(
  tx: Queryable,
  id: string,
  { now, until }: { now: Date; until: Date },
): Promise<Reservation | undefined> {
  const { rows } = await tx.query<ReservationRow>(
    `with revived as (
       update reservations set status = 'ACTIVE', expires_at = $3, renewed_at = $2, revivals = revivals + 1
       where id = $1 and status = 'EXPIRED' returning ${RESERVATION_COLUMNS}
     ), gone as (
       delete from reservation_lines where reservation_id in (select id from revived)
     )
     select * from revived`,
    [id, now, until],
  );
  return rows.map(toReservation).at(0);
}
