import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Reservation } from '../domain/reservation.ts';

/** Writes how ACTIVE reservations ended. @throws Error when one is not ACTIVE: the transaction has not locked it. */
export async function endReservations(tx: Queryable, ended: readonly Reservation[]): Promise<void> {
  if (ended.length === 0) return;
  const { rowCount } = await tx.query(
    `update reservations set status = ended.status from unnest($1::uuid[], $2::text[]) as ended (id, status)
     where reservations.id = ended.id and reservations.status = 'ACTIVE'`,
    [ended.map(({ id }) => id), ended.map(({ status }) => status)],
  );
  if (rowCount !== ended.length) throw new Error('A reservation that was to end had ended.');
}
