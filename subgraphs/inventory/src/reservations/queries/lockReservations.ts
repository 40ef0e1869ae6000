import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { ReservationState } from '../domain/reservation.ts';
import { RESERVATION_COLUMNS, type ReservationRow, toReservation } from './reservationRow.ts';

export interface LockedReservation extends ReservationState {
  /** How often its lines have been replaced. */
  readonly revivals: number;
}

/**
 * Locks these reservations until the transaction ends, and reads them. Locks in the order of
 * `endDueReservations`, which may wait for one of them too.
 */
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
