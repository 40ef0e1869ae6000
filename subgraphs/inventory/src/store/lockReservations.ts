import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { ReservationState } from '../domain/reservation.ts';
import { RESERVATION_COLUMNS, type ReservationRow, toReservation } from './reservationRow.ts';

export interface LockedReservation extends ReservationState {
  /** How often its lines were replaced. */
  readonly revivals: number;
}

/** Locks these reservations, until the transaction's end, and reads them. In the order of `endDueReservations`, which may
 * wait for one too. */
export async function lockReservations(tx: Queryable, ids: readonly string[]): Promise<LockedReservation[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.query<ReservationRow & Pick<LockedReservation, 'returned' | 'revivals'>>(
    `select ${RESERVATION_COLUMNS}, returned_at is not null as returned, revivals from reservations
     where id = any($1::uuid[]) order by id for no key update`,
    [ids],
  );
  return rows.map(({ returned, revivals, ...row }) => ({
    reservation: toReservation(row),
    returned,
    revivals,
  }));
}
