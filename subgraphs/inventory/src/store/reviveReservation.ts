import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Reservation } from '../domain/reservation.ts';
import { RESERVATION_COLUMNS, type ReservationRow, toReservation } from './reservationRow.ts';

/**
 * Makes an EXPIRED reservation ACTIVE again, and takes its lines away: the transaction has to hold its units anew. Of any
 * number at once, one does.
 * @returns undefined when it is not EXPIRED, or does not exist: then nothing changed.
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
