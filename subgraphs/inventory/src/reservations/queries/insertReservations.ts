import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Reservation } from '../domain/reservation.ts';

/**
 * Inserts reservations, except those whose reference is taken. Waits for another transaction that is
 * inserting the same reference, so that exactly one of them proceeds. Inserts in the order of references, so
 * that no two transactions wait for each other.
 * @returns the ids of the inserted reservations.
 */
export async function insertReservations(
  tx: Queryable,
  reservations: readonly Reservation[],
): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into reservations (id, reference, customer_id, request, status, created_at, expires_at)
     select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::jsonb[], $5::text[], $6::timestamptz[], $7::timestamptz[])
       as new (id, reference, customer_id, request, status, created_at, expires_at)
     order by reference
     on conflict (reference) do nothing returning id`,
    [
      reservations.map(({ id }) => id),
      reservations.map(({ reference }) => reference),
      reservations.map(({ customerId }) => customerId),
      reservations.map(({ request }) => JSON.stringify(Object.fromEntries(request))),
      reservations.map(({ status }) => status),
      reservations.map(({ createdAt }) => createdAt),
      reservations.map(({ expiresAt }) => expiresAt),
    ],
  );
  return new Set(rows.map(({ id }) => id));
}
