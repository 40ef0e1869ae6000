import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Reservation } from '../domain/reservation.ts';
import { RESERVATION_COLUMNS, type ReservationRow, toReservation } from './reservationRow.ts';

export async function findReservations(database: Queryable, ids: readonly string[]): Promise<Reservation[]> {
  const { rows } = await database.query<ReservationRow>(
    `select ${RESERVATION_COLUMNS} from reservations where id = any($1::uuid[])`,
    [ids],
  );
  return rows.map(toReservation);
}

export async function findReservationsByReference(
  database: Queryable,
  references: readonly string[],
): Promise<Reservation[]> {
  const { rows } = await database.query<ReservationRow>(
    `select ${RESERVATION_COLUMNS} from reservations where reference = any($1::text[])`,
    [references],
  );
  return rows.map(toReservation);
}
