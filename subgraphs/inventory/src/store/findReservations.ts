import type { Queryable } from '@holdfast/kit/postgres';
import type { Reservation } from '../domain/reservation.ts';
import { RESERVATION_COLUMNS, type ReservationRow, toReservation } from './reservationRow.ts';

export async function findReservations(database: Queryable, ids: readonly string[]): Promise<Reservation[]> {
  const { rows } = await database.query<ReservationRow>(
    `select ${RESERVATION_COLUMNS} from reservations where id = any($1::uuid[])`,
    [ids],
  );
  return rows.map(toReservation);
}

export async function findReservationByReference(
  database: Queryable,
  reference: string,
): Promise<Reservation | undefined> {
  const { rows } = await database.query<ReservationRow>(
    `select ${RESERVATION_COLUMNS} from reservations where reference = $1`,
    [reference],
  );
  return rows.map(toReservation).at(0);
}
