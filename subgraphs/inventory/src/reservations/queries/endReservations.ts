import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Reservation } from '../domain/reservation.ts';

/**
 * Writes how ACTIVE reservations ended.
 * @throws Error when one is not ACTIVE, which means that the transaction has not locked it.
 */
export async function endReservations(tx: Queryable, ended: readonly Reservation[]): Promise<void> {
  if (ended.length === 0) return;
  const { rowCount } = await tx.query(
    `update reservations set status = ended.status from unnest($1::uuid[], $2::text[]) as ended (id, status)
     where reservations.id = ended.id and reservations.status = 'ACTIVE'`,
    [ended.map(({ id }) => id), ended.map(({ status }) => status)],
  );
  if (rowCount !== ended.length) throw new Error('A reservation to end had already ended.');
}

/**
 * Notes that the units of CONFIRMED reservations came back.
 * @throws Error when some came back before or are not sold: the transaction has not locked them.
 */
export async function markReturned(tx: Queryable, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  const { rowCount } = await tx.query(
    `update reservations set returned_at = $2
     where id = any($1::uuid[]) and status = 'CONFIRMED' and returned_at is null`,
    [ids, at],
  );
  if (rowCount !== ids.length) throw new Error('Units to return had already been returned.');
}
