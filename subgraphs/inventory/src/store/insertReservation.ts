import type { Queryable } from '@holdfast/kit/postgres';
import type { Reservation } from '../domain/reservation.ts';

/**
 * Writes a reservation, unless its reference is taken. Waits for a transaction that is just writing the same
 * reference, so that of any number at once exactly one goes on.
 * @returns whether it was written.
 */
export async function insertReservation(tx: Queryable, reservation: Reservation): Promise<boolean> {
  const { id, reference, customerId, request, status, createdAt, expiresAt } = reservation;
  const { rowCount } = await tx.query(
    `insert into reservations (id, reference, customer_id, request, status, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (reference) do nothing`,
    [id, reference, customerId, JSON.stringify(Object.fromEntries(request)), status, createdAt, expiresAt],
  );
  return rowCount === 1;
}
