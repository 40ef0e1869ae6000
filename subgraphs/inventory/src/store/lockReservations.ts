import type { Queryable } from '@holdfast/kit/postgres';
import type { ReservationState } from '../domain/reservation.ts';
import { RESERVATION_COLUMNS, type ReservationRow, toReservation } from './reservationRow.ts';

/** Locks these reservations, until the transaction's end, and reads them. In the order of `endDueReservations`, which may
 * wait for one too; `expires_at` never changes. */
export async function lockReservations(tx: Queryable, ids: readonly string[]): Promise<ReservationState[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.query<ReservationRow & { readonly returned: boolean }>(
    `select ${RESERVATION_COLUMNS}, returned_at is not null as returned from reservations
     where id = any($1::uuid[]) order by expires_at, id for no key update`,
    [ids],
  );
  return rows.map(({ returned, ...row }) => ({ reservation: toReservation(row), returned }));
}
